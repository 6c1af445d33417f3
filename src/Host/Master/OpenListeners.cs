using AppHost.Host.Binding;

namespace AppHost.Host.Master;

/// <summary>
/// Every listening socket that the master holds open. Sets of generations share sockets of addresses that stay; a socket is
/// closed when no set that is in use has it. Master's loop only.
/// </summary>
internal sealed class OpenListeners : IDisposable
{
    private readonly List<Listener> _open = [];

    public OpenListeners(ListenerSet first) => Add(first);

    /// <summary>All of them as one set: what may be kept by who binds anew.</summary>
    public ListenerSet All => new([.. _open]);

    /// <summary>Takes over the sockets of a set that are not known yet.</summary>
    public void Add(ListenerSet set) => _open.AddRange(set.Where(listener => !_open.Exists(known => ReferenceEquals(known.Socket, listener.Socket))));

    /// <summary>Closes what none of the sets has.</summary>
    public void CloseAllBut(IReadOnlyList<ListenerSet> used)
    {
        foreach (Listener listener in _open.Where(open => !used.Any(set => set.Any(l => ReferenceEquals(l.Socket, open.Socket)))).ToList())
        {
            _open.Remove(listener);
            listener.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Listener listener in _open) listener.Dispose();
        _open.Clear();
    }
}
