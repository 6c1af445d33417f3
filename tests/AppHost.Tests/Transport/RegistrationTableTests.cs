using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

public sealed class RegistrationTableTests
{
    private readonly RegistrationTable _table = new();

    [Fact]
    public void A_handler_is_found_under_its_registration()
    {
        var handler = new Handler();
        LoopRegistration registration = _table.Add(handler, first: true);
        Assert.Same(handler, _table.Find(registration, out bool first));
        Assert.True(first);
        Assert.Equal(registration, LoopRegistration.FromData(registration.Data));
    }

    [Fact]
    public void An_event_for_a_closed_descriptor_does_not_reach_its_successor()
    {
        LoopRegistration old = _table.Add(new Handler(), first: true);
        _table.Remove(old);
        Assert.Null(_table.Find(old, out _));
        var successor = new Handler();
        LoopRegistration young = _table.Add(successor, first: false);
        Assert.Equal(old.Index, young.Index);
        Assert.NotEqual(old.Data, young.Data);
        Assert.Null(_table.Find(old, out _));
        Assert.Same(successor, _table.Find(young, out bool first));
        Assert.False(first);
    }

    [Fact]
    public void Removing_twice_removes_no_successor()
    {
        LoopRegistration old = _table.Add(new Handler(), first: false);
        _table.Remove(old);
        var successor = new Handler();
        LoopRegistration young = _table.Add(successor, first: false);
        _table.Remove(old);
        Assert.Same(successor, _table.Find(young, out _));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void It_grows_and_uses_places_again()
    {
        Handler[] handlers = [.. Enumerable.Range(0, 1000).Select(_ => new Handler())];
        LoopRegistration[] registrations = [.. handlers.Select(h => _table.Add(h, first: false))];
        Assert.Equal(1000, _table.Count);
        Assert.All(handlers.Zip(registrations), pair => Assert.Same(pair.First, _table.Find(pair.Second, out _)));
        foreach (LoopRegistration registration in registrations) _table.Remove(registration);
        Assert.Equal(0, _table.Count);
        Assert.All(handlers, handler => Assert.InRange(_table.Add(handler, first: false).Index, 0, 999));
    }

    private sealed class Handler : IReadyHandler
    {
        public void OnReady(uint events)
        {
        }
    }
}
