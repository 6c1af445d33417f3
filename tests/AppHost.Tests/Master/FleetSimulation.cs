using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Master;

/// <summary>
/// A master and its workers without processes: executes what the planner says on workers that boot, hang, crash and leave
/// as a seed has it, in steps of simulated time. After each plan it checks what no plan may do.
/// </summary>
internal sealed class FleetSimulation
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BootTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(2);

    private readonly Random _random;
    private readonly List<SimulatedWorker> _workers = [];
    private readonly Dictionary<int, int> _bootsLeft = [];
    private readonly List<string> _story = [];
    private Target _target;
    private TimeSpan _now = TimeSpan.FromSeconds(100);
    private long _lastKey;
    private int _lastGeneration = 1;
    private int _failures;
    private bool _quiet;

    public FleetSimulation(int seed)
    {
        _random = new Random(seed);
        _target = new Target(
            1, _random.Next(1, 9), null, StopMode.None, TimeSpan.Zero, _random.Next(1, 5), HeartbeatTimeout: TimeSpan.FromSeconds(2));
        _bootsLeft[1] = int.MaxValue;
    }

    public Target Target => _target;

    public bool Finished { get; private set; }

    public IReadOnlyList<SimulatedWorker> Workers => _workers;

    /// <summary>What happened, for the message of a failed test.</summary>
    public string Story => string.Join('\n', _story.TakeLast(200));

    /// <summary>Lets time pass with crashes, hangs, scaling and reloads.</summary>
    public void RunWithTrouble(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            if (_random.Next(60) == 0) Scale();
            if (_random.Next(80) == 0) Reload(good: _random.Next(2) == 0);
            if (_random.Next(25) == 0) Trouble();
            Turn();
        }
    }

    /// <summary>Lets time pass without trouble until nothing changes any more.</summary>
    /// <param name="limit">Steps that must be enough.</param>
    public void RunToRest(int limit)
    {
        _quiet = true;
        for (int i = 0; i < limit; i++)
        {
            if (Finished || AtRest()) return;
            Turn();
        }

        throw new InvalidOperationException("The fleet never comes to rest.");
    }

    /// <summary>Begins a reload, in place of one that has not begun to roll.</summary>
    /// <param name="good">All its workers will boot; otherwise only the first few, or none.</param>
    public void Reload(bool good)
    {
        if (_target.Rollout is { Stage: RolloutStage.Roll }) return;
        if (_target.Rollout is { } superseded)
        {
            foreach (SimulatedWorker worker in _workers.Where(w => w.Generation == superseded.Generation)) Drain(worker, ExitReason.Reload);
        }

        int generation = ++_lastGeneration;
        _bootsLeft[generation] = good ? int.MaxValue : _random.Next(0, _target.Workers);
        TimeSpan bake = Step * _random.Next(0, 20);
        _target = _target with
        {
            NoSpawnBefore = TimeSpan.Zero,
            Rollout = new Rollout(generation, RolloutStage.FirstBoot, _now, bake, _random.Next(1, 4)),
        };
        Tell($"reload to generation {generation}, {(good ? "good" : $"of which {_bootsLeft[generation]} boot")}");
    }

    public void Stop(StopMode mode)
    {
        _target = _target with { Stop = mode, Rollout = null };
        Tell($"stop {mode}");
    }

    private bool AtRest() =>
        _target.Stop is StopMode.None && _target.Rollout is null && _now >= _target.NoSpawnBefore
        && _workers.All(w => w.State is WorkerState.Ready && !w.Hangs && w.ExitsAt is null) && Plan().Count == 0;

    private void Turn()
    {
        _now += Step;
        foreach (SimulatedWorker worker in _workers.ToList()) Live(worker);
        // As the master does it: an action can make the next one possible, but never for ever.
        for (int round = 0; ; round++)
        {
            IReadOnlyList<MasterAction> actions = Plan();
            if (actions.Count == 0 || Finished) return;
            Check.That(round < 16, "The planner does not come to rest within 16 rounds.");
            Execute(actions);
        }
    }

    private IReadOnlyList<MasterAction> Plan() => Planner.Plan(_target, [.. _workers.Select(w => w.View)], _now);

    private void Execute(IReadOnlyList<MasterAction> actions)
    {
        foreach (MasterAction.Kill kill in actions.OfType<MasterAction.Kill>()) Execute(kill);
        int readyBefore = Count(WorkerState.Ready);
        bool spawned = false;
        bool rolling = _target.Rollout is not null;
        int most = _target.Workers + (_target.Rollout?.Surge ?? 1);
        foreach (MasterAction action in actions.Where(a => a is not MasterAction.Kill))
        {
            spawned |= action is MasterAction.Spawn;
            Execute(action);
        }

        if (_target.Stop is not StopMode.None) return;
        int ready = Count(WorkerState.Ready);
        int booting = Count(WorkerState.Booting);
        Check.That(
            ready >= Math.Min(readyBefore, _target.Workers), $"A plan took capacity: {readyBefore} READY before it, {ready} after it.");
        if (!spawned) return;
        Check.That(ready + booting <= most, $"{ready + booting} live workers, {most} allowed (reload: {rolling}).");
        Check.That(booting <= _target.BootsAtOnce, $"{booting} boot at once, {_target.BootsAtOnce} allowed.");
    }

    private void Execute(MasterAction action)
    {
        Tell(action.ToString());
        switch (action)
        {
            case MasterAction.Spawn spawn: Spawn(spawn); break;
            case MasterAction.Drain drain: Drain(Find(drain.Key), drain.Reason); break;
            case MasterAction.Quit quit: Quit(Find(quit.Key), quit.Reason); break;
            case MasterAction.Kill kill:
                Find(kill.Key).Apply(WorkerTrigger.Stop, kill.Reason);
                Find(kill.Key).Deadline = _now + QuitTimeout;
                Find(kill.Key).ExitsAt = _now + (Step * _random.Next(0, 5));
                break;
            case MasterAction.Advance advance:
                _target = _target with { Rollout = _target.Rollout! with { Stage = advance.Stage, Since = _now } };
                break;
            case MasterAction.CompleteRollout:
                _target = _target with { Generation = _target.Rollout!.Generation, Rollout = null };
                // With few workers a bad generation may get through; from here on it boots, or there would be no rest.
                _bootsLeft[_target.Generation] = int.MaxValue;
                break;
            case MasterAction.Finish: Finished = true; break;
        }
    }

    private void Spawn(MasterAction.Spawn spawn)
    {
        bool taken = _workers.Any(w => w.State.IsLive() && w.Generation == spawn.Generation && w.Id == spawn.WorkerId);
        Check.That(!taken, "Two live workers have one id.");
        Check.That(spawn.WorkerId < _target.Workers, $"Id {spawn.WorkerId} although {_target.Workers} are wanted.");
        bool fails = _bootsLeft[spawn.Generation] == 0;
        if (!fails && _bootsLeft[spawn.Generation] != int.MaxValue) _bootsLeft[spawn.Generation]--;
        bool hangs = fails ? _random.Next(3) == 0 : !_quiet && _random.Next(30) == 0;
        _workers.Add(new SimulatedWorker(++_lastKey, spawn.WorkerId, spawn.Generation)
        {
            Deadline = _now + BootTimeout,
            BootFails = fails,
            BootEndsAt = hangs ? null : _now + (Step * _random.Next(1, 20)),
        });
    }

    private void Live(SimulatedWorker worker)
    {
        if (!worker.Hangs) worker.Heartbeat = _now;
        if (worker.ExitsAt <= _now)
        {
            Exit(worker);
        }
        else if (worker.State is WorkerState.Booting && worker.BootEndsAt <= _now)
        {
            if (worker.BootFails)
            {
                Exit(worker);
                return;
            }

            worker.Apply(WorkerTrigger.Ready);
            worker.Deadline = TimeSpan.MaxValue;
            worker.Heartbeat = _now;
            Tell($"ready {worker}");
        }
    }

    private void Exit(SimulatedWorker worker)
    {
        Tell($"exit {worker} {worker.Reason}");
        bool booting = worker.State is WorkerState.Booting;
        worker.Apply(WorkerTrigger.Exit);
        _workers.Remove(worker);
        ExitReason reason = worker.Reason ?? (booting ? ExitReason.BootFailure : ExitReason.Crash);
        if (reason is not (ExitReason.BootFailure or ExitReason.BootTimeout or ExitReason.Crash or ExitReason.HeartbeatTimeout)) return;
        bool failedBoot = reason is ExitReason.BootFailure or ExitReason.BootTimeout;
        if (_target.Rollout is { } rollout && rollout.Generation == worker.Generation && (failedBoot || rollout.Stage is RolloutStage.Bake))
        {
            _target = _target with { Rollout = null, NoSpawnBefore = TimeSpan.Zero };
            Tell($"roll back to generation {_target.Generation}");
        }
        else if (failedBoot)
        {
            _target = _target with { NoSpawnBefore = _now + CrashBackoff.Delay(++_failures, Step, Step * 20) };
        }
        else
        {
            _failures = 0;
        }
    }

    private void Trouble()
    {
        if (_workers.Count == 0) return;
        SimulatedWorker victim = _workers[_random.Next(_workers.Count)];
        if (victim.State is WorkerState.Booting) return;
        if (_random.Next(3) == 0) victim.Hangs = true;
        else victim.ExitsAt = _now;
        Tell($"{(victim.Hangs ? "hang" : "crash")} of {victim}");
    }

    private void Scale()
    {
        _target = _target with { Workers = _random.Next(1, 9) };
        Tell($"scale to {_target.Workers}");
    }

    private void Drain(SimulatedWorker worker, ExitReason reason)
    {
        if (worker.State is WorkerState.Booting)
        {
            Quit(worker, reason);
        }
        else if (worker.Apply(WorkerTrigger.Drain, reason))
        {
            worker.Deadline = _now + DrainTimeout;
            // Some never end by themselves.
            if (_random.Next(10) != 0) worker.ExitsAt ??= _now + (Step * _random.Next(1, 40));
        }
    }

    private void Quit(SimulatedWorker worker, ExitReason reason)
    {
        if (!worker.Apply(WorkerTrigger.Stop, reason)) return;
        worker.Deadline = _now + QuitTimeout;
        if (_random.Next(10) != 0) worker.ExitsAt = _now + (Step * _random.Next(1, 5));
    }

    private SimulatedWorker Find(long key) => _workers.Single(w => w.Key == key);

    private int Count(WorkerState state) => _workers.Count(w => w.State == state);

    private void Tell(string what) => _story.Add($"{_now.TotalSeconds:0.0}: {what}");

    /// <summary>Xunit's own assertions would end the message before the story.</summary>
    private static class Check
    {
        public static void That(bool holds, string otherwise)
        {
            if (!holds) throw new InvalidOperationException(otherwise);
        }
    }
}
