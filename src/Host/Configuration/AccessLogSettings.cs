namespace AppHost.Host.Configuration;

/// <summary>What is written about each request.</summary>
/// <param name="Target">An absolute path, <c>-</c>, <c>syslog</c> or <c>syslog:</c> with a path; null: nothing is.</param>
/// <param name="Format">A name or a text with atoms.</param>
/// <param name="TrustedProxies">Whose X-Forwarded-For counts.</param>
internal sealed record AccessLogSettings(string? Target, string Format, IReadOnlyList<string> TrustedProxies)
{
    /// <summary>A proxy on the same machine, which is where most of them are.</summary>
    public static IReadOnlyList<string> DefaultProxies { get; } = ["127.0.0.0/8", "::1", "unix"];
}
