namespace AppHost.Host.Configuration.Declaration;

/// <summary>How an option is written on the command line.</summary>
/// <param name="Long">Without dashes.</param>
/// <param name="Short">Without the dash; null if there is none.</param>
/// <param name="Meta">Stands for the value in help; null for a switch.</param>
/// <param name="Repeats">May be given more than once, and all of its values count.</param>
internal sealed record OptionSpelling(string Long, char? Short, string? Meta, bool Repeats)
{
    /// <summary>With dashes, the long one.</summary>
    public override string ToString() => $"--{Long}";
}
