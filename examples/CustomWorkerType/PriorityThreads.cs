using AppHost;
using Microsoft.AspNetCore.Http.Features;

namespace CustomWorkerType;

/// <summary>
/// Threads that take the most urgent request first, as its header <c>X-Priority: high | normal | low</c> says. In an overload the
/// low ones are turned away. Let the proxy in front set the header, and remove it from what clients send.
/// </summary>
/// <remarks>
/// <c>apphost run --worker-class "CustomWorkerType.PriorityThreads, path/to/CustomWorkerType.dll" --threads 16 MyApp.dll</c>
/// </remarks>
public sealed class PriorityThreads : IWorkerType
{
    private const string Header = "X-Priority";

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly List<Thread> _threads = [];
    private WorkerTypeContext _context = null!;
    private PriorityLine _line = null!;
    private int _idle;
    private bool _stopping;

    public int Slots { get; private set; }

    public ValueTask StartAsync(WorkerTypeContext context, CancellationToken cancellationToken)
    {
        // Shown to the operator as the reason why the worker does not boot.
        if (!context.AppBlocks) throw new NotSupportedException($"{nameof(PriorityThreads)} is for blocking handlers (IHandler); use worker-class async.");
        _context = context;
        Slots = context.MaxThreads;
        _line = new PriorityLine(context.QueueLength ?? 4 * Slots);
        for (int i = 1; i <= Slots; i++)
        {
            // Background: a thread that the app never gives back must not keep the process alive.
            var thread = new Thread(Serve) { IsBackground = true, Name = $"apphost-w{context.Worker.WorkerId}-p{i:00}" };
            _threads.Add(thread);
            thread.UnsafeStart();
        }

        return ValueTask.CompletedTask;
    }

    // On an I/O thread: take it or refuse it, never wait.
    public Task ExecuteAsync(IWorkerRequest request)
    {
        var arriving = new WaitingRequest(request, PriorityOf(request));
        WaitingRequest? displaced;
        lock (_lock)
        {
            if (_stopping) return request.RejectAsync(RejectReason.Stopping);
            displaced = _line.Add(arriving, _idle);
        }

        if (displaced is not null) _ = displaced.RejectAsync(displaced == arriving ? RejectReason.QueueFull : RejectReason.Discarded);
        if (displaced != arriving) _work.Release();
        return arriving.Ended;
    }

    // The worker calls it when nothing runs or waits any more, or when time is up.
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        List<WaitingRequest> left = [];
        lock (_lock)
        {
            if (_stopping) return;
            _stopping = true;
            while (_line.Take() is { } waiting) left.Add(waiting);
        }

        foreach (WaitingRequest waiting in left) await waiting.RejectAsync(RejectReason.Stopping);
        _work.Release(Slots);
    }

    public ValueTask DisposeAsync() => _context is null ? default : StopAsync(CancellationToken.None);

    private static Priority PriorityOf(IWorkerRequest request) =>
        Enum.TryParse(request.Features.GetRequiredFeature<IHttpRequestFeature>().Headers[Header], ignoreCase: true, out Priority priority)
            && Enum.IsDefined(priority)
                ? priority
                : Priority.Normal;

    private void Serve()
    {
        while (true)
        {
            Interlocked.Increment(ref _idle);
            _work.Wait();
            Interlocked.Decrement(ref _idle);
            WaitingRequest? next;
            lock (_lock)
            {
                next = _line.Take();
                if (next is null && _stopping) return;
            }

            // A permit without a request: a more urgent one took its place.
            if (next is null) continue;
            if (next.Request.IsAborted) _ = next.RejectAsync(RejectReason.ClientGone);
            else if (HasWaitedTooLong(next.Request)) _ = next.RejectAsync(RejectReason.QueueTimeout);
            else next.Run();
        }
    }

    private bool HasWaitedTooLong(IWorkerRequest request) =>
        _context.TimeProvider.GetElapsedTime(request.ArrivedAt) > _context.QueueTimeout;
}
