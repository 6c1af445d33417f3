namespace AppHost.Worker.Messages;

/// <summary>What is written about each request, and where.</summary>
/// <param name="Target">A path, <see cref="Output"/>, <see cref="Syslog"/> or <see cref="SyslogPrefix"/> with a path; null: nothing is.</param>
/// <param name="Format">As configured, and checked there.</param>
/// <param name="TrustedProxies">Likewise.</param>
/// <param name="Tag">Names the host in the system's log.</param>
internal sealed record AccessLogAssignment(string? Target, string Format, IReadOnlyList<string> TrustedProxies, string Tag)
{
    /// <summary>Standard output.</summary>
    public const string Output = "-";

    /// <summary>The system's log.</summary>
    public const string Syslog = "syslog";

    /// <summary>Before the path of another socket of a system's log.</summary>
    public const string SyslogPrefix = "syslog:";

    /// <summary>None.</summary>
    public static AccessLogAssignment Off { get; } = new(null, "combined", [], "apphost");
}
