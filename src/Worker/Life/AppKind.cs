using AppHost.Worker.Apps;
using AppHost.Worker.Messages;

namespace AppHost.Worker.Life;

/// <summary>What a worker runs, as far as those who run it have to know.</summary>
internal enum AppKind
{
    /// <summary>An <see cref="IHandler"/>.</summary>
    BlockingHandler,

    /// <summary>An <see cref="IAsyncHandler"/>.</summary>
    AwaitingHandler,

    /// <summary>A program of its own, with the rules of the framework.</summary>
    AspNetCore,
}

/// <summary>What follows from the kind of an app where nothing is configured. Pure.</summary>
internal static class AppKindDefaults
{
    /// <summary>The kind that the master found.</summary>
    public static AppKind KindOf(AppAssignment app) => app.Handler switch
    {
        null => AppKind.AspNetCore,
        { Contract: HandlerContract.Blocking } => AppKind.BlockingHandler,
        _ => AppKind.AwaitingHandler,
    };

    /// <summary>Nobody knows whether an app of the framework blocks: only <c>async</c> would suffer from it.</summary>
    public static string WorkerClass(this AppKind kind) => kind is AppKind.AwaitingHandler ? "async" : "threaded";

    /// <summary>Threads that are kept when idle.</summary>
    public static int MinThreads(this AppKind kind) => kind is AppKind.AspNetCore ? MaxThreads(kind) : 4;

    /// <summary>Slots. They are a mere count for an app of the framework, whose requests mostly wait for something.</summary>
    public static int MaxThreads(this AppKind kind) => kind is AppKind.AspNetCore ? 64 : 16;
}
