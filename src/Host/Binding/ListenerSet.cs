using System.Collections;

namespace AppHost.Host.Binding;

/// <summary>
/// All listeners of one configuration, in the order of the list. A reload makes a second set that shares the sockets of addresses that
/// stay; then dispose <c>old.Without(next)</c> when it succeeded, or <c>next.Without(old)</c> when it was given up.
/// </summary>
internal sealed class ListenerSet(IReadOnlyList<Listener> listeners) : IReadOnlyList<Listener>, IDisposable
{
    public int Count => listeners.Count;

    public Listener this[int index] => listeners[index];

    /// <summary>The listeners whose sockets the other set does not share.</summary>
    public ListenerSet Without(ListenerSet other) =>
        new([.. listeners.Where(mine => !other.Any(theirs => ReferenceEquals(mine.Socket, theirs.Socket)))]);

    /// <inheritdoc/>
    public IEnumerator<Listener> GetEnumerator() => listeners.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ends every listener of the set.</summary>
    public void Dispose()
    {
        foreach (Listener listener in listeners) listener.Dispose();
    }
}
