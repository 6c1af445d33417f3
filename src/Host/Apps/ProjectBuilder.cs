using AppHost.Worker.Apps;
namespace AppHost.Host.Apps;
internal sealed record ProjectOutput(string? Path, AppFailure? Failure);
internal static class ProjectBuilder
{
    public static Task<ProjectOutput> BuildAsync(string path, TextWriter progress, CancellationToken ct) => Task.FromResult(new ProjectOutput(path, null));
}
