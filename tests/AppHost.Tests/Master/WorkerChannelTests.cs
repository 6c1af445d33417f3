using System.Net.Sockets;
using AppHost.Host.Master;
using AppHost.Worker.Messages;

namespace AppHost.Tests.Master;

public sealed class WorkerChannelTests : IDisposable
{
    private readonly Socket _worker;
    private readonly WorkerChannel _channel;

    public WorkerChannelTests()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        // The kernel chooses an abstract name.
        listener.Bind(new UnixDomainSocketEndPoint("\0" + Guid.NewGuid()));
        listener.Listen();
        _worker = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _worker.Connect(listener.LocalEndPoint!);
        _channel = new WorkerChannel(listener.Accept());
    }

    public void Dispose()
    {
        _channel.Dispose();
        _worker.Dispose();
    }

    [Fact]
    public async Task What_the_kernel_has_no_room_for_is_sent_when_the_worker_reads()
    {
        const int Messages = 200_000;
        for (int i = 0; i < Messages; i++) _channel.Send(new MasterMessage.Drain(i, i));

        var frames = new FrameReader();
        byte[] buffer = new byte[1 << 16];
        int received = 0;
        while (received < Messages)
        {
            int count = await _worker.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, count);
            frames.Add(buffer.AsSpan(0, count), frame =>
                Assert.Equal(received++, ((MasterMessage.Drain)MessageFormat.ReadMasterMessage(frame)).Linger));
        }
    }

    [Fact]
    public async Task Messages_come_until_the_worker_closes()
    {
        var received = new List<WorkerMessage>();
        await _worker.SendAsync(MessageFormat.Write(new WorkerMessage.Leaving()), TestContext.Current.CancellationToken);
        _worker.Shutdown(SocketShutdown.Send);
        await _channel.ReceiveAsync(received.Add, Assert.Fail);
        Assert.IsType<WorkerMessage.Leaving>(Assert.Single(received));
    }

    [Theory]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 99 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 3 })]
    public async Task What_is_no_message_is_told_once(byte[] bytes)
    {
        var problems = new List<string>();
        await _worker.SendAsync(bytes, TestContext.Current.CancellationToken);
        await _channel.ReceiveAsync(_ => Assert.Fail("There was no message."), problems.Add);
        Assert.Single(problems);
    }

    [Fact]
    public async Task A_worker_that_has_died_is_no_error()
    {
        _worker.Dispose();
        _channel.Send(new MasterMessage.Quit());
        await _channel.ReceiveAsync(_ => Assert.Fail("There was no message."), Assert.Fail);
    }
}
