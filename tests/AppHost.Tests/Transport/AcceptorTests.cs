using System.Collections.Concurrent;
using System.Net.Sockets;
using AppHost.Tests.Support;
using AppHost.Worker.Interop;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Transport;

public sealed class AcceptorTests
{
    [Fact]
    public async Task A_free_worker_accepts()
    {
        await using var worker = new AcceptingWorker();
        using Socket client = await worker.ConnectAsync();
        AcceptedConnection accepted = await worker.NextAsync();
        Assert.Equal(1, worker.Load.Connections);
        await accepted.Socket.SendAsync("hello"u8.ToArray(), TestContext.Current.CancellationToken);
        byte[] buffer = new byte[5];
        Assert.Equal(5, await client.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().Soon());
    }

    [Fact]
    public async Task A_worker_ahead_of_a_free_sibling_goes_on_accepting_one_at_a_time()
    {
        await using var worker = new AcceptingWorker(slots: 100);
        worker.AddFreeSibling();
        // Nobody else is there to take them: what it leaves to the sibling for a moment it takes in the end.
        var clients = new List<Socket>();
        for (int i = 0; i < 8; i++) clients.Add(await worker.ConnectAsync());
        for (int i = 0; i < 8; i++) await worker.NextAsync();
        await worker.UntilAsync(() => !worker.Load.GateOpen);
        await worker.UntilAsync(() => worker.Load.GateOpen);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Accepted_descriptors_are_not_inherited()
    {
        await using var worker = new AcceptingWorker();
        using Socket client = await worker.ConnectAsync();
        AcceptedConnection accepted = await worker.NextAsync();
        Assert.Equal(Libc.FD_CLOEXEC, Libc.fcntl((int)accepted.Socket.Handle, Libc.F_GETFD, 0));
    }

    [Fact]
    public async Task The_gate_closes_when_the_slots_are_held_and_a_sibling_is_free()
    {
        await using var worker = new AcceptingWorker();
        worker.AddFreeSibling();
        await worker.OccupyAsync(requests: 2);
        Assert.False(worker.Load.GateOpen);
        // Siblings are to know that it would take a connection as soon as it can.
        Assert.True(worker.Region.Armed);
    }

    [Fact]
    public async Task A_full_worker_takes_nothing_from_a_sibling_that_has_become_free()
    {
        await using var worker = new AcceptingWorker();
        await worker.OccupyAsync(requests: 2);
        // It lets connections wait, for nobody has a slot. Then one has.
        worker.AddFreeSibling();
        using Socket client = await worker.ConnectAsync();
        await worker.TurnsAsync();
        Assert.Equal(0, worker.Load.Connections);
    }

    [Fact]
    public async Task A_closed_gate_leaves_connections_in_the_backlog_until_a_slot_is_free()
    {
        await using var worker = new AcceptingWorker();
        worker.AddFreeSibling();
        await worker.OccupyAsync(requests: 2);
        using Socket client = await worker.ConnectAsync();
        await worker.TurnsAsync();
        Assert.Equal(0, worker.Load.Connections);
        worker.Load.RequestEnded(failed: false);
        await worker.NextAsync();
        Assert.Equal(1, worker.Load.Connections);
    }

    [Fact]
    public async Task A_closed_gate_opens_by_itself_when_the_sibling_is_free_no_more()
    {
        await using var worker = new AcceptingWorker();
        WorkerRegion sibling = worker.AddFreeSibling();
        await worker.OccupyAsync(requests: 2);
        using Socket client = await worker.ConnectAsync();
        await worker.TurnsAsync();
        Assert.Equal(0, worker.Load.Connections);
        // Nobody tells this worker.
        sibling.Armed = false;
        await worker.NextAsync();
    }

    [Fact]
    public async Task A_silent_connection_gives_its_slot_back()
    {
        await using var worker = new AcceptingWorker(slots: 1);
        worker.AddFreeSibling();
        using Socket silent = await worker.ConnectAsync();
        using Socket second = await worker.ConnectAsync();
        await worker.NextAsync();
        // The first never says anything, and is still there; the second is accepted all the same, once 20 ms are over.
        await worker.NextAsync();
        Assert.Equal(2, worker.Load.Connections);
    }

    [Fact]
    public async Task A_silent_connection_holds_its_slot_for_a_while()
    {
        await using var worker = new AcceptingWorker(slots: 1);
        worker.AddFreeSibling();
        using Socket silent = await worker.ConnectAsync();
        // The decision after the accept is made before anything else runs on the loop.
        AcceptedConnection accepted = await worker.NextAsync();
        Assert.Equal(1, accepted.FreshAtAccept);
    }

    [Fact]
    public async Task Many_silent_connections_are_all_accepted()
    {
        await using var worker = new AcceptingWorker(slots: 4);
        worker.AddFreeSibling();
        var clients = new List<Socket>();
        for (int i = 0; i < 40; i++) clients.Add(await worker.ConnectAsync());
        for (int i = 0; i < 40; i++) await worker.NextAsync();
        await worker.UntilAsync(() => worker.Load.Current.Fresh == 0);
        foreach (Socket client in clients) client.Dispose();
    }

    [Theory]
    [InlineData(QueuePolicy.Reject)]
    [InlineData(QueuePolicy.DiscardOldest)]
    public async Task A_full_worker_accepts_to_shed(QueuePolicy policy)
    {
        await using var worker = new AcceptingWorker(policy: policy);
        await worker.OccupyAsync(requests: 10);
        using Socket client = await worker.ConnectAsync();
        await worker.NextAsync();
    }

    [Fact]
    public async Task Under_caller_runs_a_full_worker_leaves_connections_in_the_backlog()
    {
        await using var worker = new AcceptingWorker(policy: QueuePolicy.CallerRuns);
        await worker.OccupyAsync(requests: 10);
        Assert.False(worker.Load.GateOpen);
        using Socket client = await worker.ConnectAsync();
        await worker.TurnsAsync();
        Assert.Equal(0, worker.Load.Connections);
        worker.Load.RequestEnded(failed: false);
        await worker.NextAsync();
    }

    [Fact]
    public async Task Stopping_closes_the_workers_own_descriptor_and_not_the_listener()
    {
        await using var worker = new AcceptingWorker();
        Assert.True(worker.HoldsListener);
        await worker.Acceptor.StopAsync().Soon();
        Assert.False(worker.HoldsListener);
        Assert.True(worker.Ended);
        Assert.False(worker.Region.Armed);
        using Socket client = await worker.ConnectAsync();
        using Socket accepted = await worker.Listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        Assert.Equal(0, worker.Load.Connections);
    }

    [Fact]
    public async Task Stopping_takes_what_waits_in_the_kernel_if_nobody_else_will()
    {
        await using var worker = new AcceptingWorker(policy: QueuePolicy.CallerRuns);
        await worker.OccupyAsync(requests: 10);
        using Socket first = await worker.ConnectAsync();
        using Socket second = await worker.ConnectAsync();
        await worker.Acceptor.StopAsync(takeBacklog: true).Soon();
        Assert.Equal(2, worker.Load.Connections);
        Assert.False(worker.HoldsListener);
    }

    [Fact]
    public async Task Stopping_twice_is_stopping_once()
    {
        await using var worker = new AcceptingWorker();
        await Task.WhenAll(worker.Acceptor.StopAsync(), worker.Acceptor.StopAsync()).Soon();
        await worker.Acceptor.StopAsync().Soon();
    }

    [Fact]
    public async Task After_the_stop_the_end_of_a_request_opens_nothing()
    {
        await using var worker = new AcceptingWorker();
        await worker.OccupyAsync(requests: 1);
        await worker.Acceptor.StopAsync().Soon();
        worker.Load.RequestEnded(failed: false);
        await worker.TurnsAsync();
        Assert.False(worker.Region.Armed);
        Assert.Empty(worker.LoopErrors);
    }

    [Fact]
    public async Task Workers_that_come_and_go_on_one_listener_lose_no_connection()
    {
        const int Connections = 300;
        await using var staying = new AcceptingWorker(slots: 2);
        using var clients = new ConcurrentSockets();
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task connecting = Task.Run(async () =>
        {
            for (int i = 0; i < Connections; i++)
            {
                clients.Add(await staying.ConnectAsync());
                if (i == 10) connected.SetResult();
            }
        }, TestContext.Current.CancellationToken);
        await connected.Task.Soon();

        long acceptedByOthers = 0;
        for (int i = 0; i < 5; i++)
        {
            await using var passing = new AcceptingWorker(staying, slots: 2);
            await Task.WhenAny(passing.NextAsync(), connecting).Soon();
            await passing.Acceptor.StopAsync().Soon();
            acceptedByOthers += passing.Region.Accepted;
        }

        await connecting.Soon();
        await staying.UntilAsync(() => staying.Region.Accepted + Interlocked.Read(ref acceptedByOthers) == Connections);
    }

    private sealed class ConcurrentSockets : IDisposable
    {
        private readonly ConcurrentBag<Socket> _sockets = [];

        public void Add(Socket socket) => _sockets.Add(socket);

        public void Dispose()
        {
            foreach (Socket socket in _sockets) socket.Dispose();
        }
    }
}
