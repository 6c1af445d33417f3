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
        new Verb<StatusOptions>((commandLine, context) => new StatusCommand(commandLine, context))
        {
            Examples = ["apphost status", "apphost status --watch", "apphost status --name shop --json"],
        },
        new Verb<TopOptions>((commandLine, context) => new TopCommand(commandLine, context))
        {
            Examples = ["apphost top", "apphost top --name shop"],
        },
        new Verb<WorkersOptions>((commandLine, context) => new WorkersCommand(commandLine, context))
        {
            Examples = ["apphost workers", "apphost workers --json"],
        },
        new Verb<RequestsOptions>((commandLine, context) => new RequestsCommand(commandLine, context))
        {
            Examples = ["apphost requests", "apphost requests --json"],
        },
        new Verb<LogsOptions>((commandLine, context) => new LogsCommand(commandLine, context))
        {
            Examples = ["apphost logs", "apphost logs -f --lines 100"],
        },
        new Verb<DumpOptions>((commandLine, context) => new DumpCommand(commandLine, context))
        {
            Examples = ["apphost dump 3", "apphost dump 3 --name shop"],
        },
        new Verb<ReloadOptions>((commandLine, context) => new ReloadCommand(commandLine, context))
        {
            Examples = ["apphost reload", "apphost reload --wait --name shop"],
        },
        new Verb<RollbackOptions>((commandLine, context) => new RollbackCommand(commandLine, context))
        {
            Examples = ["apphost rollback", "apphost rollback 41 --wait --name shop"],
        },
        new Verb<RecycleOptions>((commandLine, context) => new RecycleCommand(commandLine, context))
        {
            Examples = ["apphost recycle", "apphost recycle 3 --name shop"],
        },
        new Verb<DrainOptions>((commandLine, context) => new DrainCommand(commandLine, context))
        {
            Examples = ["apphost drain 3", "apphost drain 3 --name shop"],
        },
        new Verb<ScaleOptions>((commandLine, context) => new ScaleCommand(commandLine, context))
        {
            Examples = ["apphost scale 8", "apphost scale +1", "apphost scale -1 --name shop"],
        },
        new Verb<StopOptions>((commandLine, context) => new StopCommand(commandLine, context))
        {
            Examples = ["apphost stop", "apphost stop --wait", "apphost stop --quick --name shop"],
        },
        new Verb<AdviseOptions>((commandLine, context) => new AdviseCommand(commandLine, context))
        {
            Examples =
            [
                "apphost advise --service 10ms --wait 100ms",
                "apphost advise --service 4ms --wait 20ms --rps 900 --p95 200ms",
                "apphost advise --service 4ms --db-connections 100 --json",
            ],
        },
        new Verb<ConfigShowOptions>((commandLine, context) => new ConfigShowCommand(commandLine, context))
        {
            Examples = ["apphost config show", "apphost config show --workers 8 MyApp.dll", "apphost config show --json"],
        },
        new Verb<ConfigGenerateOptions>((commandLine, context) => new ConfigGenerateCommand(commandLine, context))
        {
            Examples = ["apphost config generate ."],
        },
        new Verb<StacksOptions>((commandLine, context) => new StacksCommand(commandLine, context))
        {
            Examples = ["apphost stacks 1234", "apphost stacks 1234 --thread 1240"],
        },
    ];
}
