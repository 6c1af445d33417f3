using AppHost.Worker.Apps;

namespace AppHost.Worker.Messages;

/// <summary>The app a worker loads.</summary>
internal sealed record AppAssignment
{
    /// <summary>Absolute path of the DLL.</summary>
    public required string Path { get; init; }

    /// <summary>The folder under which its operator knows it, the same for every generation.</summary>
    public string KnownFolder { get; init; } = "";

    /// <summary>The handler's class, as the master found it in the metadata; null for an ASP.NET Core app, which is a program of its own.</summary>
    public required HandlerClass? Handler { get; init; }

    /// <summary>Full name of the <see cref="IHandlerServices"/> class; null if there is none.</summary>
    public required string? ServicesClass { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The app's own section of appserver.yaml, keys as IConfiguration has them.</summary>
    public required IReadOnlyDictionary<string, string?> Configuration { get; init; }
}
