namespace AppHost.Worker.Messages;

/// <summary>The app a worker loads.</summary>
internal sealed record AppAssignment
{
    /// <summary>Absolute path of the DLL.</summary>
    public required string Path { get; init; }

    /// <summary>Full name of the handler's type; null: the only one.</summary>
    public required string? Handler { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The app's own section of appserver.yaml, keys as IConfiguration has them.</summary>
    public required IReadOnlyDictionary<string, string?> Configuration { get; init; }
}
