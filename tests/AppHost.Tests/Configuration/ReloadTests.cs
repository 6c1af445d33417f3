namespace AppHost.Tests.Configuration;

public sealed class ReloadTests : IDisposable
{
    private readonly ConfigurationWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_reload_reads_the_file_again()
    {
        var running = _workspace.LoadYaml("app: MyApp.dll\nworkers: 2");
        _workspace.Write("appserver.yaml", "app: MyApp.dll\nworkers: 5");
        var reloaded = _workspace.Reload(running);
        Assert.Equal(5, ConfigurationWorkspace.Right(reloaded).Workers);
        Assert.Empty(reloaded.Warnings);
    }

    [Fact]
    public void What_needs_a_restart_keeps_its_value_and_is_reported()
    {
        var running = _workspace.LoadYaml("app: MyApp.dll\nbacklog: 100\nname: shop");
        _workspace.Write("appserver.yaml", "app: MyApp.dll\nbacklog: 200\nname: shop\npid-file: x.pid");
        var reloaded = _workspace.Reload(running);

        Assert.Equal(100, ConfigurationWorkspace.Right(reloaded).Backlog);
        Assert.Null(reloaded.Settings!.PidFile);
        Assert.Equal(
            [
                "appserver.yaml:2:10: backlog: '200' needs a restart; '100' stays in effect until then",
                $"appserver.yaml:4:11: pid-file: '{_workspace.Folder}/x.pid' needs a restart; no value stays in effect until then",
            ],
            reloaded.Warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public void The_name_stays_when_another_app_is_deployed()
    {
        _workspace.Write("Next.dll", "");
        var running = _workspace.LoadYaml("app: MyApp.dll");
        _workspace.Write("appserver.yaml", "app: Next.dll");
        Assert.Equal("MyApp", ConfigurationWorkspace.Right(_workspace.Reload(running)).Name);
    }
}
