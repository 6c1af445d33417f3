namespace AppHost.Host.Configuration.Sources;

/// <summary>A node of a YAML document with its place; line and column count from 1.</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text without its quotes; null means nothing, <c>~</c> or <c>null</c>, and no quotes.</summary>
internal sealed record YamlScalar(string Text, bool IsNull, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => IsNull ? "nothing" : $"'{Text}'";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => "a list";
}

/// <summary>Keys and values, in the order of the file; keys are different from each other.</summary>
internal sealed record YamlMapping(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => "a mapping";
}

/// <summary>A key and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
