using System.Globalization;
using System.Net.Sockets;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Supervision;

/// <summary>
/// Tells systemd, or whatever speaks sd_notify(3), how the host is. Without one every call does nothing. Never blocks: a
/// message that does not go out at once is dropped. One thread at a time.
/// </summary>
internal sealed class Supervisor : IDisposable
{
    private readonly Socket? _socket;
    private readonly TimeSpan? _watchdog;
    private TimeSpan _lastAlive = TimeSpan.MinValue;
    private string _status = "";

    private Supervisor(Socket? socket, TimeSpan? watchdog) => (_socket, _watchdog) = (socket, watchdog);

    /// <summary>Nobody wants to hear of the host.</summary>
    public static Supervisor None { get; } = new(null, null);

    /// <summary>How often <see cref="Alive"/> should be called.</summary>
    public TimeSpan Interval => _watchdog is { } watchdog ? watchdog / 2 : TimeSpan.MaxValue;

    /// <summary>The supervisor of this process, as its environment names it.</summary>
    /// <param name="problem">Why it cannot be told; null if it can or if there is none.</param>
    public static Supervisor FromEnvironment(IReadOnlyDictionary<string, string> environment, int processId, out string? problem)
    {
        problem = null;
        if (environment.GetValueOrDefault("NOTIFY_SOCKET") is not { Length: > 1 } path) return None;
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            // '@' stands for the zero byte of an abstract address.
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
            return new Supervisor(socket, WatchdogOf(environment, processId));
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            socket.Dispose();
            problem = $"NOTIFY_SOCKET {path}: {exception.Message}; the service manager will not hear of this host.";
            return None;
        }
    }

    /// <summary>The host serves.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>A reload has begun; <see cref="Ready"/> ends it. The time is what Type=notify-reload asks for.</summary>
    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={MonotonicClock.Nanoseconds / 1000}"));

    /// <summary>The host stops.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>One line for <c>systemctl status</c>; the same line is not sent twice.</summary>
    public void Status(string text)
    {
        if (_socket is null || text == _status) return;
        _status = text;
        Send("STATUS=" + text);
    }

    /// <summary>The host is well; sent when half of the watchdog's time has passed.</summary>
    /// <param name="now">Monotonic.</param>
    public void Alive(TimeSpan now)
    {
        if (_watchdog is not { } watchdog || (_lastAlive > TimeSpan.MinValue && now - _lastAlive < watchdog / 2 - Early)) return;
        _lastAlive = now;
        Send("WATCHDOG=1");
    }

    public void Dispose() => _socket?.Dispose();

    // The loop wakes a little before or after its time.
    private static TimeSpan Early => TimeSpan.FromMilliseconds(5);

    private static TimeSpan? WatchdogOf(IReadOnlyDictionary<string, string> environment, int processId)
    {
        // sd_watchdog_enabled(3): meant for another process if WATCHDOG_PID says so.
        if (environment.GetValueOrDefault("WATCHDOG_PID") is { Length: > 0 } process
            && process != processId.ToString(CultureInfo.InvariantCulture))
        {
            return null;
        }

        return long.TryParse(environment.GetValueOrDefault("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    private void Send(string message)
    {
        try
        {
            _socket?.Send(System.Text.Encoding.UTF8.GetBytes(message));
        }
        catch (SocketException)
        {
            // Its queue is full or it has gone; serving does not depend on it.
        }
    }
}
