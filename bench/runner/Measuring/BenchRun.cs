using System.Diagnostics;
using AppHost.Bench.Contestants;
using AppHost.Bench.Options;
using AppHost.Bench.Peers;
using AppHost.Bench.Processes;
using AppHost.Bench.Progress;
using AppHost.Bench.Reports;
using AppHost.Bench.Scenarios;
using AppHost.Bench.Statistics;

namespace AppHost.Bench.Measuring;

/// <summary>Runs the scenarios one after the other.</summary>
internal sealed class BenchRun(
    BenchRequest request, Repository repository, SessionGuard guard, ProgressDisplay progress, Action<IReadOnlyList<ScenarioResult>> save,
    CancellationToken cancellationToken)
{
    private double _allSeconds;
    private double _doneSeconds;
    private long _started;
    private double _startedAt;

    /// <summary>Measures everything; after each scenario <c>save</c> is called with what there is.</summary>
    /// <returns>False if it was cancelled.</returns>
    public async Task<bool> ExecuteAsync()
    {
        var results = Plan();
        _allSeconds = results.Sum(result => SecondsOf(result));
        var finished = new List<ScenarioResult>();
        foreach (var result in results)
        {
            finished.Add(result);
            var context = new MeasureContext(repository, request.Size, guard, cancellationToken);
            try
            {
                if (result.Skipped is null)
                    await MeasureAsync(result, context);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            finally
            {
                result.Commands = context.TakeCommands();
                save(finished);
            }
        }
        progress.Close();
        return true;
    }

    /// <summary>Whether all programs that a server needs are there, and it was asked for.</summary>
    public static bool IsPresent(Contestant contestant, IReadOnlyDictionary<string, string> found, IReadOnlyList<string> only) =>
        contestant.Needs.All(found.ContainsKey) && (only.Count == 0 || only.Any(contestant.IsNamed));

    private List<ScenarioResult> Plan()
    {
        var present = ContestantCatalog.For(request.Size, request.Only.Count > 0)
            .Where(one => IsPresent(one, repository.Found, request.Only))
            .ToArray();
        return
        [
            .. request.Scenarios.Select(scenario => scenario.NeedsWrk && !repository.Found.ContainsKey(PeerCatalog.Wrk)
                ? new ScenarioResult(scenario, []) { Skipped = "wrk is not installed." }
                : new ScenarioResult(scenario, [.. scenario.Cases(present, request.Size).Select(one => new CaseResult(one))])),
        ];
    }

    private double SecondsOf(ScenarioResult result) =>
        result.Cases.Count * result.Scenario.Rounds(request.Size) * result.Scenario.About(request.Size).TotalSeconds;

    private async Task MeasureAsync(ScenarioResult result, MeasureContext context)
    {
        var scenario = result.Scenario;
        var rounds = scenario.Rounds(request.Size);
        foreach (var (round, one) in Schedule.Interleave(result.Cases, rounds))
        {
            Show(scenario, one.Case, round, rounds);
            // What could not be measured once is not worth the time of the other rounds.
            if (one.Failure is null)
                await MeasureAsync(scenario, one, round, context);
            _doneSeconds += scenario.About(request.Size).TotalSeconds;
        }
    }

    private async Task MeasureAsync(Scenario scenario, CaseResult one, int round, MeasureContext context)
    {
        try
        {
            one.Add(round, await scenario.MeasureAsync(one.Case, round, context));
        }
        catch (MeasureException exception)
        {
            one.Fail(exception.Message);
            progress.Say($"{scenario.Name}, {Figures.Label(one.Case)} {one.Case.Point.Label}: {exception.Message}", isProblem: true);
        }
    }

    // What is left is scaled by how long the part that was done really took.
    private void Show(Scenario scenario, Case measured, int round, int rounds)
    {
        if (_started == 0)
            (_started, _startedAt) = (Stopwatch.GetTimestamp(), _doneSeconds);
        var estimated = _doneSeconds - _startedAt;
        var pace = estimated > 20 ? Stopwatch.GetElapsedTime(_started).TotalSeconds / estimated : 1;
        var point = string.Join(' ', new[] { measured.Point.Series, measured.Point.Label }.Where(part => part.Length > 0));
        progress.Show(_doneSeconds / _allSeconds, TimeSpan.FromSeconds((_allSeconds - _doneSeconds) * pace),
            $"{scenario.Name}: {Figures.Label(measured)}{(point.Length > 0 ? ", " + point : "")}, round {round} of {rounds}");
    }
}
