namespace AppHost.Host.Configuration;

/// <summary>Where a value was written.</summary>
/// <param name="Kind">Which source.</param>
/// <param name="Place">
/// For people: <c>appserver.yaml:12:3</c>, <c>environment APPHOST_WORKERS</c>, <c>option --workers</c>, <c>default</c>.
/// </param>
internal sealed record ValueOrigin(OriginKind Kind, string Place)
{
    /// <summary>Nobody gave a value.</summary>
    public static ValueOrigin Default { get; } = new(OriginKind.Default, "default");

    /// <summary>A place in a file; line and column count from 1.</summary>
    public static ValueOrigin File(string file, int line, int column) => new(OriginKind.File, $"{file}:{line}:{column}");

    /// <summary>A variable that platforms set for any program.</summary>
    public static ValueOrigin Platform(string name) => new(OriginKind.Platform, $"environment {name}");

    /// <summary>A variable of this host.</summary>
    public static ValueOrigin Environment(string name) => new(OriginKind.Environment, $"environment {name}");

    /// <summary>An option or an operand of the command line.</summary>
    public static ValueOrigin Option(string spelling) => new(OriginKind.Option, $"option {spelling}");

    public override string ToString() => Place;
}
