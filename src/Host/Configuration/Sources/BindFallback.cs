using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Where to listen when nobody told this host: what platforms tell any ASP.NET Core app, or any program. Pure.</summary>
internal static class BindFallback
{
    /// <summary>Reachable from this machine only: nothing is exposed without being asked for.</summary>
    public const string LastResort = "http://127.0.0.1:8080";

    /// <summary>Finds the addresses.</summary>
    public static SourceContent Read(IReadOnlyDictionary<string, string> environment)
    {
        var content = new SourceContent();
        if (Items(environment, "ASPNETCORE_URLS") is { Length: > 0 } urls)
        {
            Add(content, urls, ValueOrigin.Platform("ASPNETCORE_URLS"));
        }
        else if (Items(environment, "ASPNETCORE_HTTP_PORTS") is { Length: > 0 } ports)
        {
            // The images of mcr.microsoft.com/dotnet/aspnet set this to 8080.
            Add(content, ports.Select(AnyAddress), ValueOrigin.Platform("ASPNETCORE_HTTP_PORTS"));
        }
        else if (Items(environment, "PORT") is [var port])
        {
            Add(content, [AnyAddress(port)], ValueOrigin.Platform("PORT"));
        }
        else
        {
            Add(content, [LastResort], ValueOrigin.Default);
        }

        return content;
    }

    // '*' listens on IPv6 and IPv4 alike, as Kestrel does for these variables.
    private static string AnyAddress(string port) => $"http://*:{port}";

    private static string[] Items(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name, "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void Add(SourceContent content, IEnumerable<string> addresses, ValueOrigin origin) =>
        content.Values.Add(new GivenValue(SettingCatalog.Find("bind")!, [.. addresses.Select(text => new GivenItem(null, text, origin))], origin));
}
