using System.Net;
using System.Net.Sockets;

namespace AppHost.Host.Binding;

/// <summary>Binds one TCP address, which may need several sockets on one port.</summary>
internal sealed class TcpBinding(int backlog)
{
    // A port that is free on one loopback is rarely taken on the other.
    private const int FreePortAttempts = 32;

    public void Bind(TcpBindAddress address, BindAttempt attempt)
    {
        switch (address.Host.Kind)
        {
            case BindHostKind.All:
                BindAllInterfaces(address, attempt);
                break;
            case BindHostKind.Localhost:
                BindSeveral(address, [IPAddress.Loopback, IPAddress.IPv6Loopback], familyIsOptional: true, attempt);
                break;
            case BindHostKind.Address:
                BindSeveral(address, [address.Host.Address!], familyIsOptional: false, attempt);
                break;
            case BindHostKind.Name:
                if (ResolveName(address, attempt) is { } found) BindSeveral(address, found, familyIsOptional: false, attempt);
                break;
        }
    }

    private static IPAddress[]? ResolveName(TcpBindAddress address, BindAttempt attempt)
    {
        const string Advice = "write an IP address of this machine, or http://*:port for all interfaces";
        try
        {
            IPAddress[] found = [.. Dns.GetHostAddresses(address.Host.Text).Distinct()];
            if (found.Length > 0) return found;
            attempt.Fail(address, $"the name '{address.Host.Text}' has no address", Advice);
        }
        catch (SocketException e)
        {
            attempt.Fail(address, $"the name '{address.Host.Text}' does not resolve ({e.Message})", Advice);
        }

        return null;
    }

    private void BindAllInterfaces(TcpBindAddress address, BindAttempt attempt)
    {
        if (Socket.OSSupportsIPv6)
        {
            ListeningSocket? dual = TryListen(new IPEndPoint(IPAddress.IPv6Any, address.Port), dualStack: true, out SocketException? error);
            if (dual is not null)
            {
                attempt.Bound.Add(new Listener(address, dual));
                return;
            }

            if (!IsFamilyMissing(error!.SocketErrorCode))
            {
                attempt.Problems.Add(BindFailures.Tcp(address, new IPEndPoint(IPAddress.IPv6Any, address.Port), dualStack: true, error));
                return;
            }
        }

        // Containers often have IPv6 switched off; "all interfaces" are then those of IPv4.
        BindSeveral(address, [IPAddress.Any], familyIsOptional: false, attempt);
    }

    private void BindSeveral(TcpBindAddress address, IPAddress[] targets, bool familyIsOptional, BindAttempt attempt)
    {
        for (int round = 1; ; round++)
        {
            List<ListeningSocket> bound = [];
            List<(IPEndPoint Target, SocketException Error)> failed = [];
            int port = address.Port;
            foreach (IPAddress target in targets)
            {
                var endPoint = new IPEndPoint(target, port);
                if (TryListen(endPoint, dualStack: false, out SocketException? error) is { } socket)
                {
                    bound.Add(socket);
                    // Port 0: what the first got, the others want too.
                    port = ((IPEndPoint)socket.EndPoint).Port;
                }
                else
                {
                    failed.Add((endPoint, error!));
                }
            }

            if (familyIsOptional && bound.Count > 0 && failed.Count > 0 && failed.All(f => IsFamilyMissing(f.Error.SocketErrorCode)))
            {
                attempt.Warnings.Add($"{address.Text}: not bound on {BindHost.Format(failed[0].Target.Address)}, which this machine lacks");
                failed.Clear();
            }

            if (failed.Count == 0)
            {
                attempt.Bound.AddRange(bound.Select(socket => new Listener(address, socket)));
                return;
            }

            foreach (ListeningSocket socket in bound) socket.Dispose();
            bool isUnlucky = address.Port == 0 && failed.All(f => f.Error.SocketErrorCode == SocketError.AddressAlreadyInUse);
            if (isUnlucky && round < FreePortAttempts) continue;
            attempt.Problems.AddRange(failed.Select(f => BindFailures.Tcp(address, f.Target, dualStack: false, f.Error)));
            return;
        }
    }

    private ListeningSocket? TryListen(IPEndPoint target, bool dualStack, out SocketException? error)
    {
        error = null;
        try
        {
            using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (target.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = dualStack;
            // Never SocketOptionName.ReuseAddress: .NET sets SO_REUSEPORT with it, and a second host then takes half of the
            // connections in silence. Bind copes with TIME_WAIT by itself.
            socket.Bind(target);
            socket.Listen(backlog);
            return ListeningSocket.Adopt((int)socket.Handle, socket.LocalEndPoint!, dualStack);
        }
        catch (SocketException e)
        {
            error = e;
            return null;
        }
    }

    private static bool IsFamilyMissing(SocketError error) =>
        error is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported;
}
