using AppHost;
using Microsoft.AspNetCore.Http;

namespace ThrowingConstructor;

public sealed class ThrowingHandler : IHandler
{
    public ThrowingHandler() => Database.Open();

    public void Handle(HttpContext context) => context.Response.StatusCode = StatusCodes.Status204NoContent;
}

public static class Database
{
    public static void Open() => throw new InvalidOperationException(
        "The database 'orders' does not answer.", new TimeoutException("10 s are over."));
}

public sealed class ThrowingStaticHandler : IHandler
{
    private static readonly int Port = int.Parse("no port", System.Globalization.CultureInfo.InvariantCulture);

    public int Bound { get; } = Port;

    public void Handle(HttpContext context) => context.Response.StatusCode = Bound;
}

// Nobody registers the clock.
public interface IClock
{
    DateTimeOffset Now { get; }
}

public sealed class NeedyHandler(IClock clock) : IHandler
{
    public void Handle(HttpContext context) => context.Response.Headers.Date = clock.Now.ToString("R");
}

public sealed class PrivateHandler : IHandler
{
    private PrivateHandler()
    {
    }

    public static PrivateHandler Create() => new();

    public void Handle(HttpContext context) => context.Response.StatusCode = StatusCodes.Status204NoContent;
}

public sealed class CrashingHandler : IHandler
{
    public CrashingHandler()
    {
        Console.WriteLine("about to crash");
        Environment.Exit(5);
    }

    public void Handle(HttpContext context) => context.Response.StatusCode = StatusCodes.Status204NoContent;
}
