using System.Diagnostics.CodeAnalysis;

namespace AppHost.Host.Binding;

/// <summary>Where to listen, as configured: not yet resolved, not yet bound.</summary>
internal abstract record BindAddress(string Text)
{
    /// <summary>Reads one <c>bind</c> value.</summary>
    /// <param name="text">For example <c>http://127.0.0.1:8080</c>, <c>unix:/run/app.sock?mode=0660</c>.</param>
    /// <param name="address">The address, if the text is right.</param>
    /// <param name="problem">Else what is wrong with it and what to write instead.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out BindAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = $"'{text}' is not an address.";
        return false;
    }
}
