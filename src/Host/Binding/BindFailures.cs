using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AppHost.Host.Binding;

/// <summary>Turns the kernel's answers to bind(2) of a TCP socket into what a person can act on.</summary>
internal static class BindFailures
{
    private const string PrivilegedPortsPath = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
    private const int DefaultUnprivilegedPortStart = 1024;

    public static BindProblem Tcp(TcpBindAddress address, IPEndPoint target, bool dualStack, SocketException error) =>
        error.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => InUse(address.Text, target, new PortOwners().Find(target, dualStack), Environment.ProcessId),
            SocketError.AccessDenied => Denied(address.Text, target.Port, UnprivilegedPortStart()),
            SocketError.AddressNotAvailable => new BindProblem(address.Text,
                $"{BindHost.Format(target.Address)} is not an address of this machine",
                "see `ip addr`, or write http://*:port for all interfaces"),
            SocketError.AddressFamilyNotSupported => new BindProblem(address.Text,
                $"this machine has no {(target.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4")}",
                "write an address of the other family, or http://*:port"),
            SocketError.TooManyOpenSockets => new BindProblem(address.Text, "no descriptor is free",
                "raise the limit of open files (ulimit -n, LimitNOFILE in systemd)"),
            _ => new BindProblem(address.Text, $"the kernel refuses {target}: {error.Message}", "check the address"),
        };

    /// <summary>EADDRINUSE.</summary>
    internal static BindProblem InUse(string address, IPEndPoint target, PortOwner? owner, int ownProcessId)
    {
        string port = $"port {target.Port.ToString(CultureInfo.InvariantCulture)}";
        if (owner is null)
        {
            return new BindProblem(address, $"{port} is in use, and who holds it could not be seen (another container, or a socket that is "
                + "bound but does not listen)", $"see `ss -ltnp`, or choose another port");
        }

        if (owner.Processes.Count == 0)
        {
            return new BindProblem(address, $"{port} is held by a process of user id {owner.UserId}, which this user may not look at",
                $"run `sudo ss -ltnp 'sport = :{target.Port}'` to see it, stop it, or choose another port");
        }

        if (owner.Processes.Any(process => process.Id == ownProcessId))
        {
            return new BindProblem(address, $"{port} is held by this host itself, for another address or as a descriptor passed to it",
                "remove one of the two (a passed descriptor is written fd://3); a port that moves to another interface "
                    + "needs a restart, not a reload");
        }

        OwningProcess first = owner.Processes[0];
        string others = owner.Processes.Count > 1 ? $" and {owner.Processes.Count - 1} more" : "";
        string advice = first is { Id: 1, Name: "systemd" }
            ? "a .socket unit holds it: leave `bind` out or write fd://3, else stop the unit"
            : "stop it, or choose another port";
        return new BindProblem(address, $"{port} is held by {first}{others}", advice);
    }

    /// <summary>EACCES.</summary>
    internal static BindProblem Denied(string address, int port, int unprivilegedPortStart) =>
        port < unprivilegedPortStart
            ? new BindProblem(address,
                $"ports below {unprivilegedPortStart} need a privilege (net.ipv4.ip_unprivileged_port_start={unprivilegedPortStart})",
                "choose a higher port with a proxy in front, give CAP_NET_BIND_SERVICE (AmbientCapabilities= in systemd), "
                    + $"or run `sysctl -w net.ipv4.ip_unprivileged_port_start={port}`")
            : new BindProblem(address, $"the kernel denies port {port}, although it is not a privileged one",
                "look for a rule of SELinux (semanage port -l), AppArmor, systemd (SocketBindDeny=) or the container");

    private static int UnprivilegedPortStart()
    {
        try
        {
            return int.Parse(File.ReadAllText(PrivilegedPortsPath), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return DefaultUnprivilegedPortStart;
        }
    }
}
