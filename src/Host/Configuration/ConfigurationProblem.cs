namespace AppHost.Host.Configuration;

/// <summary>One thing that is wrong, or worth a warning.</summary>
/// <param name="Place">Where; null: nowhere in particular.</param>
/// <param name="Setting">Which setting; null if the place says it or if it is about none.</param>
/// <param name="Message">What, what was expected, and what to write instead.</param>
internal sealed record ConfigurationProblem(string? Place, string? Setting, string Message)
{
    /// <summary>A problem of a value; options and our own variables name the setting already.</summary>
    public static ConfigurationProblem Of(ValueOrigin origin, string setting, string message) =>
        new(origin.Kind == OriginKind.Default ? null : origin.Place, origin.Kind <= OriginKind.File ? setting : null, message);

    /// <summary>One line, as it is printed.</summary>
    public override string ToString() => string.Join(": ", new[] { Place, Setting, Message }.Where(part => part is not null));
}
