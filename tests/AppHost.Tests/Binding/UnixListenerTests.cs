using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

[SupportedOSPlatform("linux")]
public sealed class UnixListenerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string SocketPath => _folder["app.sock"];

    private string Address => $"unix:{SocketPath}";

    [Theory]
    [InlineData("", 0x1B0)]
    [InlineData("?mode=0600", 0x180)]
    [InlineData("?mode=0666", 0x1B6)]
    public void The_socket_has_the_mode_that_was_asked(string option, int mode)
    {
        using ListenerSet set = Addresses.Open(Address + option);
        Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(SocketPath));
        Assert.Equal(Address, set[0].DisplayText);
        Assert.True(Connects());
        Assert.Equal([SocketPath], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void The_kernel_knows_the_socket_by_its_real_path()
    {
        using ListenerSet set = Addresses.Open(Address);
        Assert.Contains(File.ReadLines("/proc/net/unix"), line => line.EndsWith(' ' + SocketPath));
    }

    [Fact]
    public void The_descriptor_is_close_on_exec_and_non_blocking()
    {
        using ListenerSet set = Addresses.Open(Address);
        const int Both = DescriptorFlags.CloseOnExec | DescriptorFlags.NonBlocking;
        Assert.Equal(Both, DescriptorFlags.Of(set[0].Descriptor) & Both);
    }

    [Fact]
    public void The_file_is_removed_at_the_end()
    {
        Addresses.Open(Address).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void The_file_of_a_successor_is_left_alone()
    {
        ListenerSet first = Addresses.Open(Address);
        File.Delete(SocketPath);
        using ListenerSet second = Addresses.Open(Address);
        first.Dispose();
        Assert.True(Connects());
    }

    [Fact]
    public void What_a_dead_server_left_is_replaced()
    {
        LeaveStaleSocket();
        Assert.False(Connects());
        using ListenerSet set = Addresses.Open(Address);
        Assert.True(Connects());
    }

    [Fact]
    public void A_live_server_is_not_disturbed_and_named()
    {
        using ListenerSet live = Addresses.Open(Address);
        BindProblem problem = Addresses.Refused(Address);
        Assert.Contains("another server answers on it", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", problem.Message, StringComparison.Ordinal);
        Assert.True(Connects());
    }

    [Fact]
    public void A_live_server_with_a_full_backlog_is_live()
    {
        using var live = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        live.Bind(new UnixDomainSocketEndPoint(SocketPath));
        live.Listen(1);
        List<Socket> clients = [];
        try
        {
            for (bool isFull = false; !isFull; )
            {
                Assert.True(clients.Count < 100);
                clients.Add(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false });
                try
                {
                    clients[^1].Connect(new UnixDomainSocketEndPoint(SocketPath));
                }
                catch (SocketException)
                {
                    isFull = true;
                }
            }

            Assert.Contains("another server answers", Addresses.Refused(Address).Message, StringComparison.Ordinal);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public void A_datagram_socket_at_the_path_is_live_too()
    {
        using var live = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        live.Bind(new UnixDomainSocketEndPoint(SocketPath));
        Assert.Contains("another server answers", Addresses.Refused(Address).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public void A_file_that_is_no_socket_is_never_removed()
    {
        File.WriteAllText(SocketPath, "precious");
        Assert.Contains("is a file that is not a socket", Addresses.Refused(Address).Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(SocketPath));
    }

    [Fact]
    public void A_folder_or_a_symbolic_link_is_refused()
    {
        Directory.CreateDirectory(SocketPath);
        Assert.Contains("is a folder", Addresses.Refused(Address).Message, StringComparison.Ordinal);
        File.CreateSymbolicLink(_folder["link"], _folder["nowhere"]);
        Assert.Contains("is a symbolic link", Addresses.Refused($"unix:{_folder["link"]}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_told()
    {
        BindProblem problem = Addresses.Refused($"unix:{_folder["none/app.sock"]}");
        Assert.Contains($"its folder {_folder["none"]} does not exist", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_told()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.Contains("is not a folder", Addresses.Refused($"unix:{_folder["file/app.sock"]}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_too_long_once_resolved_is_told()
    {
        BindAddress address = Addresses.Parse("unix:" + new string('a', 100))[0].Resolve(_folder.Path);
        BindProblem problem = Assert.Single(new ListenerBinder(16).Bind([address]).Problems);
        Assert.Contains("the limit for a Unix socket is 107", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_that_start_at_once_on_a_stale_socket_leave_exactly_one_alive()
    {
        const int Rounds = 40;
        const int Hosts = 4;
        CancellationToken stop = TestContext.Current.CancellationToken;
        using var start = new Barrier(Hosts);
        for (int round = 0; round < Rounds; round++)
        {
            LeaveStaleSocket();
            BindOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, Hosts).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(stop);
                    return Addresses.Bind(Address);
                },
                stop, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            BindOutcome winner = Assert.Single(outcomes, outcome => outcome.Listeners is not null);
            Assert.All(outcomes.Where(outcome => outcome != winner),
                loser => Assert.Contains("another server answers", Assert.Single(loser.Problems).Message, StringComparison.Ordinal));
            Assert.True(Connects());
            winner.Listeners!.Dispose();
            Assert.False(File.Exists(SocketPath));
        }
    }

    [Fact]
    public void A_lock_that_is_held_too_long_gives_up()
    {
        using FolderLock? held = FolderLock.Acquire(_folder.Path, TimeSpan.Zero, out _);
        Assert.NotNull(held);
        Assert.Null(FolderLock.Acquire(_folder.Path, TimeSpan.Zero, out int error));
        Assert.Equal(Interop.EAGAIN, error);
        held.Dispose();
        using FolderLock? again = FolderLock.Acquire(_folder.Path, TimeSpan.Zero, out _);
        Assert.NotNull(again);
    }

    public void Dispose() => _folder.Dispose();

    private void LeaveStaleSocket()
    {
        // Bound by libc, so that .NET does not remove the file.
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Assert.True(Interop.BindUnix((int)dead.Handle, Encoding.UTF8.GetBytes(SocketPath)));
    }

    private bool Connects()
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(SocketPath));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
