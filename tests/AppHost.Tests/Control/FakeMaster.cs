using System.Collections.Concurrent;
using AppHost.Host.Binding;
using AppHost.Host.Control;
using AppHost.Host.Master;

namespace AppHost.Tests.Control;

/// <summary>Takes orders as a master does, and answers them as the test says.</summary>
internal sealed class FakeMaster : IMaster
{
    private readonly ConcurrentQueue<MasterEvent> _orders = new();

    public HostView Published { get; set; } = new(
        TimeSpan.Zero, HostState.Serving, 1, 2, "threaded", new ListenerSet([]), [new GenerationView(1, "/srv/App.dll", GenerationState.Serving)], [],
        false, null, null, PastWorkers.None, 0, false, TimeSpan.Zero);

    /// <summary>What every reload comes to.</summary>
    public ReloadOutcome Outcome { get; set; } = new(ReloadResult.Completed, 2, 2, null);

    /// <summary>What every recycling and draining comes to.</summary>
    public RecycleOutcome Recycled { get; set; } = new([0, 1], null);

    public IReadOnlyCollection<MasterEvent> Orders => _orders;

    public void Report(MasterEvent happened)
    {
        _orders.Enqueue(happened);
        switch (happened)
        {
            case MasterEvent.ReloadAsked reload: reload.Answer?.SetResult(Outcome); break;
            case MasterEvent.RollbackAsked rollback: rollback.Answer?.SetResult(Outcome); break;
            case MasterEvent.RecycleAsked recycle: recycle.Answer?.SetResult(Recycled); break;
            case MasterEvent.DrainAsked drain: drain.Answer.SetResult(Recycled); break;
            case MasterEvent.ScaleAsked scale: scale.Answer?.SetResult(scale.Relative ? Published.Wanted + scale.Workers : scale.Workers); break;
        }
    }
}
