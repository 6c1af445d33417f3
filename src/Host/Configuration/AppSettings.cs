namespace AppHost.Host.Configuration;

/// <summary>The app and what it is given.</summary>
internal sealed record AppSettings
{
    /// <summary>Absolute path of a .dll, a .csproj or a folder.</summary>
    public required string Path { get; init; }

    public required string? Handler { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Absolute; null: the folder of the app's DLL.</summary>
    public required string? WorkingDirectory { get; init; }

    /// <summary>From <c>env</c> over <c>env-file</c>; not the host's own environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The app's own keys of the <c>app:</c> section, flattened with colons as IConfiguration has them.</summary>
    public required IReadOnlyDictionary<string, string?> Configuration { get; init; }
}
