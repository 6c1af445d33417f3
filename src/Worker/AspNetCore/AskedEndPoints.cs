using System.Collections;
using System.Net;
using System.Reflection;
using AppHost.Worker.Messages;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace AppHost.Worker.AspNetCore;

/// <summary>Where an app wanted to listen, and what of it the master's addresses cannot give.</summary>
internal static class AskedEndPoints
{
    private const string Https = "https://";

    /// <summary>What to tell the operator about the difference.</summary>
    /// <param name="urls">What the app asks for by addresses.</param>
    /// <param name="options">Its Kestrel's.</param>
    /// <param name="configuration">Its own.</param>
    /// <param name="listening">The master's addresses.</param>
    public static IEnumerable<WorkerMessage.Notice> Compare(
        IEnumerable<string> urls, KestrelServerOptions options, IConfiguration configuration, IReadOnlyCollection<string> listening)
    {
        string[] asked = [.. urls.Concat(InConfiguration(configuration)).Concat(InCode(options)).Distinct()];
        string[] other = [.. asked.Where(url => !listening.Contains(Normal(url), StringComparer.OrdinalIgnoreCase))];
        string[] secure = [.. other.Where(url => url.StartsWith(Https, StringComparison.OrdinalIgnoreCase))];
        string[] http3 = [.. WithHttp3(configuration)];
        if (other.Length > 0)
        {
            yield return new WorkerMessage.Notice("addresses",
                $"The app asks for {string.Join(", ", other)}; its addresses are those of the host (bind): {string.Join(", ", listening)}.",
                NoticeImportance.Information);
        }

        if (secure.Length > 0)
        {
            yield return new WorkerMessage.Notice("https",
                $"The app asks for {string.Join(", ", secure)}, and this host does not speak TLS: terminate it in front, with "
                    + "ASPNETCORE_FORWARDEDHEADERS_ENABLED=true so that the app knows of it.",
                NoticeImportance.Warning);
        }

        if (http3.Length > 0)
        {
            yield return new WorkerMessage.Notice("http3",
                $"The app asks for HTTP/3 ({string.Join(", ", http3)}), which cannot be handed from one process to another: let a proxy in front speak it.",
                NoticeImportance.Warning);
        }
    }

    /// <summary>True if the app wants HTTP/2 alone on whatever it listens on, as the template for gRPC does.</summary>
    public static bool WantHttp2(KestrelServerOptions options)
    {
        HttpProtocols protocols = HttpProtocols.Http1;
        // The only public way to ask: the app's defaults are applied before the call. What is added here is never bound.
        options.Listen(new IPEndPoint(IPAddress.Loopback, 1), listen => protocols = listen.Protocols);
        return protocols == HttpProtocols.Http2;
    }

    private static IEnumerable<string> InConfiguration(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endPoint => endPoint["Url"]).OfType<string>();

    private static IEnumerable<string> WithHttp3(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Where(endPoint => endPoint["Protocols"]?.Contains("Http3", StringComparison.OrdinalIgnoreCase) == true)
            .Select(endPoint => endPoint["Url"] ?? endPoint.Key);

    // Kestrel keeps them to itself; where it has another name for them one day, they are served and not mentioned.
    private static IEnumerable<string> InCode(KestrelServerOptions options) =>
        typeof(KestrelServerOptions).GetProperty("CodeBackedListenOptions", BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(options)
            is IEnumerable endPoints ? endPoints.OfType<ListenOptions>().Select(endPoint => endPoint.ToString()!) : [];

    private static string Normal(string url) => url.TrimEnd('/').Replace("//localhost:", "//127.0.0.1:", StringComparison.OrdinalIgnoreCase);
}
