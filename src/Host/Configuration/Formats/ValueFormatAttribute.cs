using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>How the text of a setting is read and checked. Pure but for formats of paths, which look at the file system.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ValueFormatAttribute : Attribute
{
    /// <summary>What the setting expects, to follow the word "expected"; also shown in the documentation.</summary>
    public abstract string Expected { get; }

    /// <summary>Reads one value.</summary>
    /// <param name="text">As written, without surrounding blanks.</param>
    /// <param name="context">Where relative paths start.</param>
    public abstract ParsedValue Parse(string text, ValueContext context);

    /// <summary>The same rule for editors, as JSON schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>How a value is shown when its own text does not say enough; null: the text does.</summary>
    public virtual string? Show(object? value) => null;
}
