using System.Net;
using System.Net.Sockets;

namespace AppHost.Host.Binding;

/// <summary>Finds addresses of one list that cannot be bound together. Pure; names are not resolved, bind(2) tells about those.</summary>
internal static class BindAddressConflicts
{
    /// <summary>For each address that collides with an earlier one: the address and the problem, which names both.</summary>
    public static IReadOnlyList<(BindAddress Address, BindProblem Problem)> Find(IReadOnlyList<BindAddress> addresses)
    {
        List<(BindAddress, BindProblem)> found = [];
        for (int later = 1; later < addresses.Count; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                if (Describe(addresses[earlier], addresses[later]) is not { } problem) continue;
                found.Add((addresses[later], problem));
                break;
            }
        }

        return found;
    }

    private static BindProblem? Describe(BindAddress earlier, BindAddress later)
    {
        // Port 0 twice is two free ports.
        if (later is TcpBindAddress { Port: 0 }) return null;
        if (earlier.Identity == later.Identity)
            return new BindProblem(later.Text, $"the list has it twice, as {earlier.Text} and as {later.Text}", "remove one of them");
        if (earlier is TcpBindAddress first && later is TcpBindAddress second && first.Port == second.Port
            && Cover(first.Host).Any(a => Cover(second.Host).Any(b => Overlaps(a, b))))
        {
            return new BindProblem(later.Text, $"{earlier.Text} and {later.Text} both take port {second.Port} of the same interface",
                "remove the narrower one, which the wider one includes, or give them different ports");
        }

        return null;
    }

    private static IPAddress[] Cover(BindHost host) => host.Kind switch
    {
        BindHostKind.All => [IPAddress.Any, IPAddress.IPv6Any],
        BindHostKind.Localhost => [IPAddress.Loopback, IPAddress.IPv6Loopback],
        BindHostKind.Address => [host.Address!],
        _ => [],
    };

    private static bool Overlaps(IPAddress a, IPAddress b) =>
        a.AddressFamily == b.AddressFamily && (a.Equals(b) || IsAny(a) || IsAny(b));

    private static bool IsAny(IPAddress address) =>
        address.Equals(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);
}
