using WebShapes.Shapes;

// The shapes in which ASP.NET Core programs come, a file each; SHAPE says which one this process is.
string shape = Environment.GetEnvironmentVariable("SHAPE") ?? "none";
Func<string[], Task> run = shape switch
{
    "slim" => SlimBuilder.RunAsync,
    "empty" => EmptyBuilder.RunAsync,
    "startup" => GenericHostWithStartup.RunAsync,
    "hosted-service" => HostedService.RunAsync,
    "hard-coded-url" => HardCodedUrl.RunAsync,
    "listen-in-code" => ListenInCode.RunAsync,
    "own-lifetime" => OwnLifetime.RunAsync,
    "start-and-wait" => StartAndWait.RunAsync,
    "two-hosts" => TwoHosts.RunAsync,
    "two-web-hosts" => TwoWebHosts.RunAsync,
    "throws-before-build" => ThrowsBeforeBuild.RunAsync,
    "throws-after-build" => ThrowsAfterBuild.RunAsync,
    "throws-in-hosted-service" => ThrowsInHostedService.RunAsync,
    "throws-in-background" => ThrowsInBackground.RunAsync,
    "never-runs" => NeverRuns.RunAsync,
    "no-server" => NoServer.RunAsync,
    "custom-server" => CustomServer.RunAsync,
    "leaves-by-itself" => LeavesByItself.RunAsync,
    "child-process" => ChildProcess.RunAsync,
    "does-not-host" => DoesNotHost.RunAsync,
    _ => throw new InvalidOperationException($"SHAPE={shape}: there is no such shape."),
};
await run(args);
