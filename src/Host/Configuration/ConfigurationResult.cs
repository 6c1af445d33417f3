namespace AppHost.Host.Configuration;

/// <summary>What one reading of the configuration gave. Immutable.</summary>
internal sealed record ConfigurationResult
{
    /// <summary>All settings; null if there is any error.</summary>
    public required HostSettings? Settings { get; init; }

    /// <summary>The file that was read, absolute; null if there was none.</summary>
    public required string? File { get; init; }

    /// <summary>All errors of all sources, weakest source first.</summary>
    public required IReadOnlyList<ConfigurationProblem> Errors { get; init; }

    /// <summary>What is odd but does not hinder.</summary>
    public required IReadOnlyList<ConfigurationProblem> Warnings { get; init; }

    /// <summary>Every setting with its value and where it comes from; with errors, those that could be read.</summary>
    public required IReadOnlyList<EffectiveSetting> Effective { get; init; }

    /// <summary>The values behind <see cref="Settings"/>, for the comparison at a reload.</summary>
    internal required ValueSet Values { get; init; }

    /// <summary>True if a source other than the defaults gave a value for the setting.</summary>
    /// <param name="path">For example <c>bind</c>.</param>
    public bool IsGiven(string path) => Values.IsGiven(path);
}
