using System.Net.Sockets;
using System.Text;
using AppHost.Tests.Support;
using AppHost.Worker.AccessLog;

namespace AppHost.Tests.AccessLog;

public sealed class SyslogTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("apphost-tests-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_line_is_a_datagram_in_the_form_of_rfc_3164()
    {
        using Socket daemon = Listen();
        using var target = new SyslogTarget(Path, "shop", new ManualTimeProvider());
        Assert.Equal(0, target.Write("GET /a\nGET /b\n"u8));
        Assert.Equal($"<14>Jan  1 00:00:00 shop[{Environment.ProcessId}]: GET /a", Receive(daemon));
        Assert.EndsWith("]: GET /b", Receive(daemon), StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_that_is_not_there_costs_lines_and_one_that_comes_back_gets_the_next()
    {
        using var target = new SyslogTarget(Path, "shop", new ManualTimeProvider());
        Assert.Equal(2, target.Write("1\n2\n"u8));
        using (Listen()) Assert.Equal(0, target.Write("3\n"u8));
        File.Delete(Path);
        Assert.Equal(1, target.Write("4\n"u8));
        using Socket again = Listen();
        Assert.Equal(0, target.Write("5\n"u8));
        Assert.EndsWith("]: 5", Receive(again), StringComparison.Ordinal);
    }

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path));
        return socket;
    }

    private static string Receive(Socket daemon)
    {
        byte[] datagram = new byte[1024];
        return Encoding.UTF8.GetString(datagram, 0, daemon.Receive(datagram));
    }
}
