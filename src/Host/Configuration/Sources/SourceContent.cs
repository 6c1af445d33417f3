using AppHost.Host.Configuration.Classes;

namespace AppHost.Host.Configuration.Sources;

/// <summary>All that one source gave.</summary>
internal sealed class SourceContent
{
    /// <summary>The values, in the order of the source.</summary>
    public List<GivenValue> Values { get; } = [];

    /// <summary>The app's own configuration; only the file has any.</summary>
    public List<GivenItem> AppConfiguration { get; } = [];

    /// <summary>The classes of requests, in the order of the file, the only source that has any.</summary>
    public List<RequestClass> Classes { get; } = [];

    /// <summary>What was written for them, each under its path.</summary>
    public List<GivenItem> ClassItems { get; } = [];

    /// <summary>What is wrong with the source itself: syntax, unknown names, wrong shapes.</summary>
    public List<ConfigurationProblem> Errors { get; } = [];

    /// <summary>What is odd.</summary>
    public List<ConfigurationProblem> Warnings { get; } = [];
}
