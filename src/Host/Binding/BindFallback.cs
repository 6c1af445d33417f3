using System.Globalization;
using System.Net;

namespace AppHost.Host.Binding;

/// <summary>What to bind when neither file nor option says it: the environment's customs, then a private default. Pure.</summary>
/// <param name="Addresses">Empty only if there are problems.</param>
/// <param name="Source">Where they come from, for the log: a variable's name, or <c>default</c>.</param>
/// <param name="Problems">What is wrong with the variable that was used; nothing else is tried then.</param>
internal sealed record BindFallback(IReadOnlyList<BindAddress> Addresses, string Source, IReadOnlyList<BindProblem> Problems)
{
    private const int FirstPassedDescriptor = 3;

    // More than any unit passes; the count is untrusted and each costs an allocation.
    private const int MaxPassedDescriptors = 1024;

    /// <summary>
    /// Takes the first that is set: LISTEN_FDS (if LISTEN_PID is this process), ASPNETCORE_URLS, ASPNETCORE_HTTP_PORTS with
    /// ASPNETCORE_HTTPS_PORTS, PORT; else <c>http://127.0.0.1:8080</c>.
    /// </summary>
    /// <param name="environment">The host's own environment.</param>
    /// <param name="processId">The host's own pid.</param>
    public static BindFallback Choose(IReadOnlyDictionary<string, string> environment, int processId) =>
        FromSocketActivation(environment, processId)
        ?? FromUrls(environment)
        ?? FromPorts(environment)
        ?? FromPort(environment)
        ?? Read("default", ["http://127.0.0.1:8080"]);

    private static BindFallback? FromSocketActivation(IReadOnlyDictionary<string, string> environment, int processId)
    {
        // sd_listen_fds(3): descriptors meant for another process are none of ours; a shell in between keeps the variables.
        if (!TryGet(environment, "LISTEN_PID", out string pid) || pid != processId.ToString(CultureInfo.InvariantCulture)) return null;
        if (!TryGet(environment, "LISTEN_FDS", out string text)) return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > MaxPassedDescriptors)
            return Wrong("LISTEN_FDS", $"'{text}' is not a number of descriptors");
        return count == 0 ? null : Read("LISTEN_FDS", Enumerable.Range(FirstPassedDescriptor, count).Select(fd => $"fd://{fd}"));
    }

    private static BindFallback? FromUrls(IReadOnlyDictionary<string, string> environment) =>
        Split(environment, "ASPNETCORE_URLS") is { Length: > 0 } urls ? Read("ASPNETCORE_URLS", urls) : null;

    private static BindFallback? FromPorts(IReadOnlyDictionary<string, string> environment)
    {
        string[] ports = Split(environment, "ASPNETCORE_HTTP_PORTS");
        string[] securePorts = Split(environment, "ASPNETCORE_HTTPS_PORTS");
        if (ports.Length == 0 && securePorts.Length == 0) return null;
        BindFallback plain = Read("ASPNETCORE_HTTP_PORTS", ports.Select(port => $"http://*:{port}"));
        if (securePorts.Length == 0) return plain;
        BindFallback secure = Read("ASPNETCORE_HTTPS_PORTS", securePorts.Select(port => $"https://*:{port}"));
        return plain with { Problems = [.. plain.Problems, .. secure.Problems] };
    }

    private static BindFallback? FromPort(IReadOnlyDictionary<string, string> environment) =>
        TryGet(environment, "PORT", out string port) ? Read("PORT", [$"http://*:{port}"]) : null;

    private static BindFallback Read(string source, IEnumerable<string> texts)
    {
        List<BindAddress> addresses = [];
        List<BindProblem> problems = [];
        foreach (string text in texts)
        {
            if (BindAddress.TryParse(text, out BindAddress? address, out string? problem))
                addresses.Add(AsKestrelMeansIt(address));
            else
                problems.Add(new BindProblem(source, problem, $"correct {source}, or set `bind`, which comes before it"));
        }

        return new BindFallback(addresses, source, problems);
    }

    /// <summary>Kestrel's <c>[::]</c> takes IPv4 too; who moves here with ASPNETCORE_URLS must not lose its IPv4 clients.</summary>
    private static BindAddress AsKestrelMeansIt(BindAddress address) =>
        address is TcpBindAddress { Host.Address: { } ip } tcp && ip.Equals(IPAddress.IPv6Any) 
            ? tcp with { Host = BindHost.All, Text = $"http://*:{tcp.Port}{(tcp.Http2 ? "?http=2" : "")}" }
            : address;

    private static BindFallback Wrong(string source, string message) =>
        new([], source, [new BindProblem(source, message, $"unset {source} or set `bind`, which comes before it")]);

    private static string[] Split(IReadOnlyDictionary<string, string> environment, string name) =>
        TryGet(environment, name, out string value)
            ? value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    private static bool TryGet(IReadOnlyDictionary<string, string> environment, string name, out string value)
    {
        value = environment.TryGetValue(name, out string? found) ? found.Trim() : "";
        return value.Length > 0;
    }
}
