namespace AppHost.Host.Commands;

/// <summary>All verbs, in the order of help.</summary>
internal static class VerbCatalog
{
    /// <summary>The verbs.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        new Verb<RunOptions>((commandLine, context) => new RunCommand(commandLine, context))
        {
            Examples =
            [
                "apphost run MyApp.dll",
                "apphost run --workers 8 --threads 16 --bind http://0.0.0.0:8080 MyApp.dll",
                "apphost run -b unix:/run/shop.sock --env REGION=eu MyApp.dll -- --seed",
                "apphost run -c /etc/shop/appserver.yaml",
            ],
        },
        new Verb<CheckOptions>((commandLine, context) => new CheckCommand(commandLine, context))
        {
            Examples = ["apphost check", "apphost check -c /etc/shop/appserver.yaml"],
        },
        new Verb<ConfigShowOptions>((commandLine, context) => new ConfigShowCommand(commandLine, context))
        {
            Examples = ["apphost config show", "apphost config show --workers 8 MyApp.dll", "apphost config show --json"],
        },
        new Verb<ConfigGenerateOptions>((commandLine, context) => new ConfigGenerateCommand(commandLine, context))
        {
            Examples = ["apphost config generate ."],
        },
    ];
}
