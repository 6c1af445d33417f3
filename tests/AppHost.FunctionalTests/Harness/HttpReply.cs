namespace AppHost.FunctionalTests.Harness;

/// <summary>One response as it came over the wire.</summary>
/// <param name="Headers">Names in lower case.</param>
/// <param name="Body">Decoded from chunks; bytes as Latin-1.</param>
public sealed record HttpReply(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The server will close the connection after it.</summary>
    public bool Closes => Headers.GetValueOrDefault("connection")?.Equals("close", StringComparison.OrdinalIgnoreCase) == true;
}
