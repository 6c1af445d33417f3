using System.Globalization;
using System.Net.Sockets;

namespace AppHost.Host.Binding;

/// <summary>Binds a list of addresses, all or nothing.</summary>
internal sealed class ListenerBinder
{
    private const string SomaxconnPath = "/proc/sys/net/core/somaxconn";

    private readonly int _backlog;

    /// <param name="backlog">Connections the kernel may hold before they are accepted; at least 1.</param>
    public ListenerBinder(int backlog)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(backlog, 1);
        _backlog = backlog;
    }

    /// <summary>
    /// Binds and listens. May block for some seconds (name resolution, another host that binds in the same folder), so keep it off
    /// an event loop. Paths must be absolute (<see cref="BindAddress.Resolve"/>).
    /// </summary>
    /// <param name="addresses">At least one, else the outcome is an empty set.</param>
    /// <param name="current">The set in use, when reloading: its sockets are kept for addresses that stay.</param>
    public BindOutcome Bind(IReadOnlyList<BindAddress> addresses, ListenerSet? current = null)
    {
        var attempt = new BindAttempt();
        var conflicts = BindAddressConflicts.Find(addresses);
        attempt.Problems.AddRange(conflicts.Select(conflict => conflict.Problem));
        List<(BindAddress Address, List<Listener> Listeners)> order = [];
        HashSet<Listener> taken = [];
        foreach (BindAddress address in addresses)
        {
            if (conflicts.Any(conflict => ReferenceEquals(conflict.Address, address))) continue;
            List<Listener> kept = Keep(address, current, taken);
            int before = attempt.Bound.Count;
            if (kept.Count == 0) BindOne(address, attempt);
            attempt.Kept.AddRange(kept);
            order.Add((address, [.. kept, .. attempt.Bound.Skip(before)]));
        }

        if (attempt.Problems.Count > 0)
        {
            foreach (Listener listener in attempt.Bound) listener.Dispose();
            return new BindOutcome(null, attempt.Problems, attempt.Warnings);
        }

        // Only now that nothing can fail any more: the mode is a side effect on a socket in use.
        foreach (Listener listener in attempt.Kept) ApplyMode(listener, attempt);
        WarnAboutBacklog(attempt);
        return new BindOutcome(new ListenerSet([.. order.SelectMany(entry => entry.Listeners)]), [], attempt.Warnings);
    }

    private static List<Listener> Keep(BindAddress address, ListenerSet? current, HashSet<Listener> taken)
    {
        List<Listener> kept = [];
        if (current is null) return kept;
        BindAddress? owner = null;
        foreach (Listener listener in current)
        {
            if (listener.Address.Identity != address.Identity || taken.Contains(listener)) continue;
            // Somebody cleaned the folder: a reload mends that with a new socket.
            if (!listener.Socket.IsReachable) continue;
            // By reference as well, so that port 0 written twice keeps its two sockets apart.
            owner ??= listener.Address;
            if (!ReferenceEquals(owner, listener.Address)) continue;
            taken.Add(listener);
            kept.Add(new Listener(address, listener.Socket));
        }

        return kept;
    }

    private void BindOne(BindAddress address, BindAttempt attempt)
    {
        try
        {
            switch (address)
            {
                case TcpBindAddress tcp:
                    new TcpBinding(_backlog).Bind(tcp, attempt);
                    break;
                case UnixBindAddress unix:
                    new UnixBinding(_backlog).Bind(unix, attempt);
                    break;
                case DescriptorBindAddress descriptor:
                    DescriptorBinding.Bind(descriptor, attempt);
                    break;
                default:
                    throw new ArgumentException($"'{address.GetType()}' is no known kind of address.", nameof(address));
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Every other cause has been told where it arose.
            attempt.Fail(address, e.Message, "raise the limit of open files (ulimit -n, LimitNOFILE in systemd)");
        }
    }

    private static void ApplyMode(Listener listener, BindAttempt attempt)
    {
        if (listener.Address is not UnixBindAddress unix) return;
        int error = listener.Socket.SetMode(unix.Mode);
        if (error != 0) attempt.Warnings.Add($"{unix.Text}: the socket keeps its old mode: {Interop.Describe(error)}");
    }

    private void WarnAboutBacklog(BindAttempt attempt)
    {
        // listen(2) cuts the value silently.
        try
        {
            if (int.TryParse(File.ReadAllText(SomaxconnPath), CultureInfo.InvariantCulture, out int limit) && _backlog > limit)
            {
                attempt.Warnings.Add($"backlog {_backlog} is cut to {limit} by the kernel: raise net.core.somaxconn "
                    + $"(sysctl -w net.core.somaxconn={_backlog}) or lower `backlog`");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc, no advice.
        }
    }
}
