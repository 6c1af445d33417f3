using System.Net.Sockets;
using System.Text;
using AppHost.Host.Supervision;
using AppHost.Tests.Apps;

namespace AppHost.Tests.Supervision;

public sealed class SupervisorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Dictionary<string, string> _environment;

    public SupervisorTests()
    {
        string path = _folder.Combine("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        _environment = new() { ["NOTIFY_SOCKET"] = path };
    }

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_turn_is_told()
    {
        using Supervisor supervisor = Create();
        supervisor.Ready();
        Assert.Equal("READY=1", Receive());
        supervisor.Reloading();
        Assert.Matches(@"^RELOADING=1\nMONOTONIC_USEC=\d+$", Receive());
        supervisor.Stopping();
        Assert.Equal("STOPPING=1", Receive());
    }

    [Fact]
    public void The_same_status_is_told_once()
    {
        using Supervisor supervisor = Create();
        supervisor.Status("4 of 4");
        supervisor.Status("4 of 4");
        supervisor.Status("3 of 4");
        Assert.Equal("STATUS=4 of 4", Receive());
        Assert.Equal("STATUS=3 of 4", Receive());
    }

    [Fact]
    public void The_watchdog_is_fed_at_once_and_then_at_half_of_its_time()
    {
        _environment["WATCHDOG_USEC"] = "10000000";
        using Supervisor supervisor = Create();
        Assert.Equal(TimeSpan.FromSeconds(5), supervisor.Interval);
        supervisor.Alive(TimeSpan.FromSeconds(100));
        supervisor.Alive(TimeSpan.FromSeconds(104));
        supervisor.Status("between");
        supervisor.Alive(TimeSpan.FromSeconds(105));
        Assert.Equal("WATCHDOG=1", Receive());
        Assert.Equal("STATUS=between", Receive());
        Assert.Equal("WATCHDOG=1", Receive());
    }

    [Theory]
    [InlineData("WATCHDOG_PID", "1")]
    [InlineData("WATCHDOG_USEC", "x")]
    public void A_watchdog_for_another_process_is_none(string name, string value)
    {
        _environment["WATCHDOG_USEC"] = "10000000";
        _environment[name] = value;
        using Supervisor supervisor = Create();
        Assert.Equal(TimeSpan.MaxValue, supervisor.Interval);
    }

    [Fact]
    public void A_socket_that_is_not_there_is_a_problem_and_no_more()
    {
        _environment["NOTIFY_SOCKET"] = _folder.Combine("missing");
        using Supervisor supervisor = Supervisor.FromEnvironment(_environment, 7, out string? problem);
        Assert.Contains("missing", problem!, StringComparison.Ordinal);
        supervisor.Ready();
    }

    [Fact]
    public void A_supervisor_that_does_not_read_stops_nobody()
    {
        using Supervisor supervisor = Create();
        for (int i = 0; i < 5000; i++) supervisor.Ready();
    }

    private Supervisor Create()
    {
        Supervisor supervisor = Supervisor.FromEnvironment(_environment, 7, out string? problem);
        Assert.Null(problem);
        return supervisor;
    }

    private string Receive()
    {
        byte[] buffer = new byte[500];
        _systemd.ReceiveTimeout = 10_000;
        return Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer));
    }
}
