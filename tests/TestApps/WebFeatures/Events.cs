using System.Runtime.CompilerServices;

namespace WebFeatures;

/// <summary>A stream of server-sent events: one each 10 ms until the client leaves or the app stops.</summary>
internal static class Events
{
    public static void MapEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/events", (IHostApplicationLifetime lifetime, CancellationToken aborted) =>
            TypedResults.ServerSentEvents(CountAsync(lifetime.ApplicationStopping, aborted), "count"));

    private static async IAsyncEnumerable<string> CountAsync(
        CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        for (int i = 1; !stopping.IsCancellationRequested; i++)
        {
            yield return $"{i} {Environment.ProcessId}";
            await Task.Delay(10, aborted);
        }
    }
}
