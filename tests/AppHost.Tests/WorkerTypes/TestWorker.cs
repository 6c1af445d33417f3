using AppHost.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AppHost.Tests.WorkerTypes;

/// <summary>What a worker gives to its worker class, with a clock and a loop that belong to the test.</summary>
internal sealed class TestWorker : IWorkerInfo, IDisposable
{
    public ManualTimeProvider Clock { get; } = new();

    public TestLoop Loop { get; } = new();

    public bool AppBlocks { get; init; } = true;

    /// <summary>By default as many as the maximum: a pool that grows needs the clock.</summary>
    public int? MinThreads { get; init; }

    public int ThreadStackSize { get; init; }

    public IThreadLifecycle? ThreadLifecycle { get; init; }

    public int MaxThreads { get; init; } = 1;

    public int AsyncLimit { get; init; } = 1;

    public int? QueueLength { get; init; }

    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(2);

    public QueuePolicy QueuePolicy { get; init; } = QueuePolicy.Reject;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    public int WorkerId => 3;

    public int Generation => 1;

    public string WorkerClass => "threaded";

    public int Slots => MaxThreads;

    public CancellationToken Draining => CancellationToken.None;

    public WorkerTypeContext Context => new()
    {
        Worker = this,
        AppBlocks = AppBlocks,
        MinThreads = MinThreads ?? MaxThreads,
        ThreadStackSize = ThreadStackSize,
        ThreadLifecycle = ThreadLifecycle,
        MaxThreads = MaxThreads,
        AsyncLimit = AsyncLimit,
        QueueLength = QueueLength,
        QueueTimeout = QueueTimeout,
        QueuePolicy = QueuePolicy,
        Loop = Loop,
        TimeProvider = Clock,
        LoggerFactory = LoggerFactory,
    };

    /// <summary>Starts a worker class; to be disposed before this.</summary>
    public async Task<T> Start<T>()
        where T : IWorkerType, new()
    {
        var type = new T();
        await type.StartAsync(Context, TestContext.Current.CancellationToken);
        return type;
    }

    public FakeRequest Request(Action? body = null) => new(Clock.GetTimestamp()) { Body = body };

    public HeldRequest Held() => new(Clock.GetTimestamp());

    public void Dispose() => Loop.Dispose();
}
