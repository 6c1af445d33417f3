using System.IO.Pipelines;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Life;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.Dispatch;

public sealed class RequestDispatcherTests : IDisposable
{
    private readonly FakeRequest _fake = new();
    private readonly Pipe _body = new();
    private readonly WorkerIdentity _worker = new(0, 1, "threaded");
    private readonly ImmediateWorkerType _workerType = new();

    public void Dispose()
    {
        _worker.Dispose();
        _fake.Dispose();
    }

    [Fact]
    public async Task A_request_without_a_body_goes_to_the_worker_class_at_once()
    {
        await Process(buffersBody: true, canHaveBody: false);
        Assert.Equal(1, _workerType.Requests);
        Assert.Equal(1, _fake.Region.Requests);
        Assert.False(_fake.CloseRequested);
    }

    [Fact]
    public async Task A_blocking_app_gets_no_thread_before_the_body_is_there()
    {
        Task processed = Process(buffersBody: true, canHaveBody: true);
        await _body.Writer.WriteAsync(new byte[10], TestContext.Current.CancellationToken);
        Assert.Equal(0, _workerType.Requests);
        Assert.Equal(0, _fake.Load.InFlight);
        await _body.Writer.CompleteAsync();
        await processed;
        Assert.Equal(1, _workerType.Requests);
    }

    [Fact]
    public async Task A_body_beyond_the_buffer_is_not_awaited_to_its_end()
    {
        Task processed = Process(buffersBody: true, canHaveBody: true, bodyBuffer: 100);
        await _body.Writer.WriteAsync(new byte[100], TestContext.Current.CancellationToken);
        await processed;
        Assert.Equal(1, _workerType.Requests);
    }

    [Fact]
    public async Task The_app_reads_the_awaited_body_from_its_start()
    {
        byte[] sent = [1, 2, 3];
        byte[] received = [];
        _fake.App = async () => received = (await _body.Reader.ReadAsync()).Buffer.FirstSpan.ToArray();
        Task processed = Process(buffersBody: true, canHaveBody: true, bodyBuffer: 3);
        await _body.Writer.WriteAsync(sent, TestContext.Current.CancellationToken);
        // The body is not at its end: the app must not wait for more than what was awaited for it.
        await processed;
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task An_app_that_awaits_takes_its_body_itself()
    {
        await Process(buffersBody: false, canHaveBody: true);
        Assert.Equal(1, _workerType.Requests);
    }

    [Fact]
    public async Task A_body_that_fails_is_left_to_the_server()
    {
        Task processed = Process(buffersBody: true, canHaveBody: true);
        await _body.Writer.CompleteAsync(new BadHttpRequestException("Too slow.", 408));
        await Assert.ThrowsAsync<BadHttpRequestException>(() => processed);
        Assert.Equal(0, _workerType.Requests);
        Assert.Equal(0, _fake.Load.InFlight);
    }

    [Fact]
    public async Task A_draining_worker_asks_each_connection_to_close()
    {
        _worker.BeginDraining();
        await Process(buffersBody: false, canHaveBody: false);
        Assert.True(_fake.CloseRequested);
        Assert.Equal(1, _workerType.Requests);
    }

    private Task Process(bool buffersBody, bool canHaveBody, int bodyBuffer = 1000)
    {
        _fake.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(canHaveBody));
        _fake.Features.Set<IRequestBodyPipeFeature>(new BodyPipe(_body.Reader));
        var dispatcher = new RequestDispatcher<FakeRequest.AppContext>(
            _fake, _workerType, _fake.Services(_worker, buffersBody, bodyBuffer), _fake.Logger);
        WorkerRequest<FakeRequest.AppContext> request = dispatcher.CreateContext(_fake.Features);
        return dispatcher.ProcessRequestAsync(request);
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;

    private sealed record BodyPipe(PipeReader Reader) : IRequestBodyPipeFeature;

    private sealed class ImmediateWorkerType : IWorkerType
    {
        public int Requests { get; private set; }

        public int Slots => 1;

        public ValueTask StartAsync(WorkerTypeContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public Task ExecuteAsync(IWorkerRequest request)
        {
            Requests++;
            return request.RunAsync();
        }

        public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
