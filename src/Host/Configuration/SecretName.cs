namespace AppHost.Host.Configuration;

/// <summary>Tells names whose values must not be shown: what people paste into tickets is public. Pure.</summary>
internal static class SecretName
{
    /// <summary>Stands for a secret.</summary>
    public const string Mask = "***";

    private static readonly string[] Marks =
    [
        "password", "passwd", "pwd", "secret", "token", "apikey", "accesskey", "privatekey", "credential", "connectionstring",
    ];

    /// <summary>True if the name speaks of a secret.</summary>
    public static bool IsSecret(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return Array.Exists(Marks, mark => plain.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The value, or the mask.</summary>
    public static string Hide(string name, string? value) => IsSecret(name) && !string.IsNullOrEmpty(value) ? Mask : value ?? "";

    /// <summary>An argument as <c>--name=value</c>, with the value hidden if the name says so.</summary>
    public static string HideInArgument(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && IsSecret(argument[..equals]) ? argument[..(equals + 1)] + Mask : argument;
    }
}
