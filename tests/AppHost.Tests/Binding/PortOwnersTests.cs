using System.Net;
using System.Net.Sockets;
using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

public sealed class PortOwnersTests
{
    private const string Header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("0.0.0.0", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "0.0.0.0", false)]
    [InlineData("127.0.0.1", "::", true)]
    [InlineData("::1", "::1", false)]
    public void A_real_listener_is_found_with_its_process(string held, string asked, bool dualStack)
    {
        var address = IPAddress.Parse(held);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        socket.Listen();
        int port = ((IPEndPoint)socket.LocalEndPoint!).Port;

        PortOwner? owner = new PortOwners().Find(new IPEndPoint(IPAddress.Parse(asked), port), dualStack);

        Assert.NotNull(owner);
        Assert.Contains(owner.Processes, process => process.Id == Environment.ProcessId);
    }

    [Fact]
    public void Another_address_on_the_same_port_is_no_holder()
    {
        using var proc = new TemporaryFolder();
        WriteTable(proc, "   0: 0200007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 555 1\n");
        Assert.Null(new PortOwners(proc.Path).Find(new IPEndPoint(IPAddress.Loopback, 80), dualStack: false));
        Assert.NotNull(new PortOwners(proc.Path).Find(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 80), dualStack: false));
    }

    [Fact]
    public void Processes_are_listed_by_pid_with_their_names()
    {
        using var proc = new TemporaryFolder();
        WriteTable(proc, "   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 555 1\n");
        WriteProcess(proc, 1000, "worker", "socket:[555]");
        WriteProcess(proc, 200, "master", "/dev/null", "socket:[555]");
        WriteProcess(proc, 300, "stranger", "socket:[556]");

        PortOwner? owner = new PortOwners(proc.Path).Find(new IPEndPoint(IPAddress.Loopback, 80), dualStack: false);

        Assert.Equal([new OwningProcess(200, "master"), new OwningProcess(1000, "worker")], owner!.Processes);
        Assert.Equal(33, owner.UserId);
    }

    [Fact]
    public void A_process_out_of_sight_leaves_the_user_id()
    {
        using var proc = new TemporaryFolder();
        WriteTable(proc, "   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 555 1\n");
        Directory.CreateDirectory(proc["77"]);

        PortOwner? owner = new PortOwners(proc.Path).Find(new IPEndPoint(IPAddress.Any, 80), dualStack: false);

        Assert.Empty(owner!.Processes);
        Assert.Equal(1001, owner.UserId);
    }

    [Fact]
    public void Sockets_without_a_process_do_not_count()
    {
        using var proc = new TemporaryFolder();
        WriteTable(proc, "   0: 0100007F:0050 0100007F:9999 06 00000000:00000000 03:00000000 00000000     0        0 0 3\nnonsense\n");
        Assert.Null(new PortOwners(proc.Path).Find(new IPEndPoint(IPAddress.Loopback, 80), dualStack: false));
    }

    [Fact]
    public void A_missing_table_is_no_error()
    {
        using var proc = new TemporaryFolder();
        Assert.Null(new PortOwners(proc.Path).Find(new IPEndPoint(IPAddress.Loopback, 80), dualStack: false));
    }

    private static void WriteTable(TemporaryFolder proc, string lines)
    {
        Directory.CreateDirectory(proc["self/net"]);
        File.WriteAllText(proc["self/net/tcp"], Header + lines);
    }

    private static void WriteProcess(TemporaryFolder proc, int pid, string name, params string[] descriptors)
    {
        Directory.CreateDirectory(proc[$"{pid}/fd"]);
        File.WriteAllText(proc[$"{pid}/comm"], name + "\n");
        for (int fd = 0; fd < descriptors.Length; fd++) File.CreateSymbolicLink(proc[$"{pid}/fd/{fd}"], descriptors[fd]);
    }
}
