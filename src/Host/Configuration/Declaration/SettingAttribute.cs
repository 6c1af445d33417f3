namespace AppHost.Host.Configuration.Declaration;

/// <summary>Declares a setting on the property that the command line parser fills.</summary>
/// <param name="path">Its path in the YAML file, which also gives the name of its environment variable.</param>
/// <param name="topic">Where help and documentation list it.</param>
/// <param name="summary">One or two sentences for help and documentation.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string path, Topic topic, string summary) : Attribute
{
    /// <summary>For example <c>queue.length</c>.</summary>
    public string Path { get; } = path;

    /// <summary>Where it is listed.</summary>
    public Topic Topic { get; } = topic;

    /// <summary>What it means.</summary>
    public string Summary { get; } = summary;

    /// <summary>The default as text; null if there is none, or if <see cref="DefaultNote"/> says how it is found.</summary>
    public string? Default { get; init; }

    /// <summary>How the default is found, in words, where it is no plain value.</summary>
    public string? DefaultNote { get; init; }

    /// <summary>A value to show where there is no default.</summary>
    public string? Example { get; init; }

    /// <summary>A reload applies a changed value; otherwise it waits for a restart.</summary>
    public bool Reloadable { get; init; } = true;

    /// <summary>
    /// Names of settings below this path that it stands for: one value for all of them. Such a shorthand has no value of its own.
    /// </summary>
    public string[] StandsFor { get; init; } = [];
}
