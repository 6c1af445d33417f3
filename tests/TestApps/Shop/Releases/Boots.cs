namespace Shop.Releases;

/// <summary>Takes its time before the host is built.</summary>
internal sealed class SlowBoot : IRelease
{
    public void Configure(WebApplicationBuilder builder) => Thread.Sleep(builder.Configuration.GetValue("APP_BOOT_MS", 1000));

    public void Map(WebApplication app) => app.Map("/", () => Answers.Text("at last"));
}

/// <summary>Never gets there.</summary>
internal sealed class HangingBoot : IRelease
{
    public void Configure(WebApplicationBuilder builder) => Thread.Sleep(Timeout.Infinite);

    public void Map(WebApplication app) => app.Map("/", () => Answers.Text("never"));
}

/// <summary>Throws before the host is built. Named after the handler app that throws in its constructor.</summary>
internal sealed class ThrowingConstructor : IRelease
{
    public void Configure(WebApplicationBuilder builder) => throw new InvalidOperationException(
        "The database 'orders' does not answer.", new TimeoutException("10 s are over."));

    public void Map(WebApplication app) => app.Map("/", () => Answers.Text("never"));
}

/// <summary>Ends the process before the host is built.</summary>
internal sealed class ExitingBoot : IRelease
{
    public void Configure(WebApplicationBuilder builder)
    {
        Console.WriteLine("about to crash");
        Environment.Exit(5);
    }

    public void Map(WebApplication app) => app.Map("/", () => Answers.Text("never"));
}
