using AppHost.Host.Binding;
using AppHost.Host.Control.Folders;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Control.Client;

/// <summary>Finds the instance that a command means: the only one that runs, or the one of a name.</summary>
/// <param name="roots">Folders that may hold run folders or be one.</param>
internal sealed class InstanceFinder(IReadOnlyList<string> roots)
{
    // A host that is stopped or swapped out must not hide the others.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>For the commands of this process.</summary>
    public static InstanceFinder OfProcess(IReadOnlyDictionary<string, string> environment) =>
        new(RunFolders.SearchRoots(environment, Interop.EffectiveUser(), Path.GetTempPath(), List));

    /// <summary>Finds it.</summary>
    /// <param name="name">Null: there must be one only.</param>
    /// <param name="given">Where it is, if that was said; nothing is searched then.</param>
    public async Task<InstanceSearch> FindAsync(string? name, ControlPlace? given, CancellationToken cancellationToken)
    {
        IReadOnlyList<ControlPlace> places = given is null
            ? [.. roots.SelectMany(SocketsIn).Distinct().Select(path => new ControlPlace(path))]
            : [given];
        List<Candidate> candidates = [.. await Task.WhenAll(places.Select(place => AskAsync(place, cancellationToken)))];
        List<Candidate> live = candidates.FindAll(candidate => candidate.Status is not null);
        List<Candidate> named = name is null ? live : live.FindAll(candidate => candidate.Status!.Host.Name == name);
        if (named is [var found]) return new InstanceSearch(found.Place, found.Status, null);
        return new InstanceSearch(null, null, Explain(name, given, candidates, live, named));
    }

    private string Explain(string? name, ControlPlace? given, List<Candidate> candidates, List<Candidate> live, List<Candidate> named)
    {
        IEnumerable<string> broken = candidates.Where(candidate => candidate.Problem is { IsDead: false })
            .Select(candidate => $"{candidate.Place.Text}: {candidate.Problem!.Message}");
        if (given is not null) return $"control {given.Text}: {candidates[0].Problem?.Message ?? $"its host is not named {name}"}";
        string problem = (name, named.Count, live.Count) switch
        {
            (_, > 1, _) => $"several hosts run; name one with --name or --control:{Listed(named)}",
            (null, _, _) => "no host runs that you may speak to",
            (_, _, > 0) => $"no host named '{name}' runs; these do:{Listed(live)}",
            _ => $"no host named '{name}' runs, nor any other that you may speak to",
        };
        if (live.Count == 0) problem += $". Looked in {string.Join(", ", roots)}; --control names a socket elsewhere";
        return string.Join("\n  ", broken.Prepend(problem));
    }

    private static string Listed(List<Candidate> candidates) => string.Concat(candidates.Select(candidate =>
        $"\n  {candidate.Status!.Host.Name}, pid {candidate.Status.Host.Pid}, {string.Join(", ", candidate.Status.Host.Addresses)}, {candidate.Place.Text}"));

    private static async Task<Candidate> AskAsync(ControlPlace place, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return new Candidate(place, await new ControlClient(place).StatusAsync(patience.Token), null);
        }
        catch (ControlException problem)
        {
            return new Candidate(place, null, problem);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Candidate(place, null, new ControlException($"no answer within {Patience.TotalSeconds:0} s; is its process stopped?"));
        }
    }

    /// <summary>A root may be a run folder itself, or hold those of several instances.</summary>
    private static IEnumerable<string> SocketsIn(string root) =>
        List(root, "*").Prepend(root).Select(folder => Path.Combine(folder, RunFolders.SocketName))
            .Where(path => FileIdentity.Of(path, out _)?.Kind is FileKind.Socket);

    private static IEnumerable<string> List(string folder, string pattern)
    {
        try
        {
            return Directory.GetDirectories(folder, pattern);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A place that was found and what it answered.</summary>
    private sealed record Candidate(ControlPlace Place, StatusSnapshot? Status, ControlException? Problem);
}
