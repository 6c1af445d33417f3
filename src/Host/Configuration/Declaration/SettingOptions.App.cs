using AppHost.Host.Configuration.Formats;
using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <content>What is run, and with what around it.</content>
internal abstract partial class SettingOptions
{
    [Setting("app", Topic.App, "The app: a .dll, a .csproj or a folder. In the file either its path, or a mapping with `path` and "
        + "the app's own configuration, which it reads through IConfiguration.", Example = "MyApp.dll")]
    [Value(0, MetaName = "APP"), Path(PathKind.App)]
    public string? App { get; set; }

    [Setting("handler", Topic.App, "The class that answers requests, where an assembly has several handlers.",
        DefaultNote = "the only one", Example = "Shop.CheckoutHandler")]
    [Option("handler", MetaValue = "TYPE"), TypeName]
    public string? Handler { get; set; }

    [Setting("args", Topic.App, "Arguments for the app. On the command line: everything after `--`. In the environment: words "
        + "separated by blanks, quotes keep them together.", DefaultNote = "none", Example = "[--migrate, --region=eu]"), Text]
    public IEnumerable<string>? Arguments { get; set; }

    [Setting("chdir", Topic.App, "The app's current directory.", DefaultNote = "the folder of the app's .dll", Example = "/srv/shop")]
    [Option("chdir", MetaValue = "FOLDER"), Path(PathKind.Folder)]
    public string? WorkingDirectory { get; set; }

    [Setting(EnvironmentPath, Topic.App, "Environment variables for the app, over those of env-file and of the host.",
        DefaultNote = "none", Example = "{ LOG_LEVEL: debug }")]
    [Option("env", MetaValue = "NAME=VALUE"), Text]
    public IEnumerable<string>? EnvironmentVariables { get; set; }

    [Setting("env-file", Topic.App, "A file with a line NAME=VALUE for each environment variable of the app; read again at each reload.",
        DefaultNote = "none", Example = "/etc/shop/env")]
    [Option("env-file", MetaValue = "FILE"), Path(PathKind.File)]
    public string? EnvironmentFile { get; set; }

    [Setting("name", Topic.App, "Names the run folder, the control socket and the log lines of this host.", Reloadable = false,
        DefaultNote = "the app's file name", Example = "shop")]
    [Option("name", MetaValue = "NAME"), HostName]
    public string? Name { get; set; }
}
