using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Dispatch.Responses;

/// <summary>
/// Stands between Kestrel's HTTP/1.1 and the transport of one connection and decides, by one atomic claim, who answers a
/// request: the first byte that Kestrel writes claims it for the app, <see cref="TryAnswer"/> for the deadline. After that
/// everything Kestrel writes is dropped, so that nothing of an app that comes too late can reach the client.
/// </summary>
/// <remarks>
/// It is here and not around the app's features because Kestrel's objects are not thread-safe: no other thread may set a
/// status or a header while the app may be doing so, but the bytes below them have one writer at a time.
/// </remarks>
internal sealed class ResponseGuard(IDuplexPipe transport) : PipeWriter, IDuplexPipe
{
    private const int SmallestScratch = 4096;

    private readonly PipeWriter _output = transport.Output;
    private IHttpResponseFeature? _response;
    private IResponseStart? _onStart;
    private byte[]? _scratch;
    private int _owner;
    private bool _startSeen;

    /// <inheritdoc/>
    public PipeReader Input => transport.Input;

    /// <inheritdoc/>
    public PipeWriter Output => this;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => _output.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => IsSealed ? 0 : _output.UnflushedBytes;

    private bool IsSealed => Volatile.Read(ref _owner) == (int)ResponseOwner.Deadline;

    /// <summary>Puts a guard into a connection, below HTTP and above TLS.</summary>
    public static ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
    {
        IDuplexPipe transport = connection.Transport;
        var guard = new ResponseGuard(transport);
        connection.Transport = guard;
        connection.Features.Set(guard);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    };

    /// <summary>The app begins to run a request of this connection.</summary>
    /// <param name="response">Says whether Kestrel has started the response.</param>
    /// <param name="onStart">Told when it does; null: nobody cares.</param>
    public void Begin(IHttpResponseFeature response, IResponseStart? onStart)
    {
        _response = response;
        _onStart = onStart;
        _startSeen = false;
        // A sealed connection stays so to its end.
        if (!IsSealed) Volatile.Write(ref _owner, (int)ResponseOwner.Open);
    }

    /// <summary>Answers for the app, if it has not begun to; from any thread.</summary>
    /// <param name="answer">The whole answer, which must say <c>Connection: close</c>.</param>
    /// <returns>False if the response has started.</returns>
    public bool TryAnswer(ReadOnlySpan<byte> answer)
    {
        const int Open = (int)ResponseOwner.Open;
        if (Interlocked.CompareExchange(ref _owner, (int)ResponseOwner.Deadline, Open) != Open) return false;
        try
        {
            answer.CopyTo(_output.GetSpan(answer.Length));
            _output.Advance(answer.Length);
            // The transport sends on this thread what the kernel takes at once. Nobody waits for the rest, nor writes after it.
            _ = _output.FlushAsync().AsTask();
        }
        catch (InvalidOperationException)
        {
            // The connection has ended meanwhile: the client left, and there is nobody to be answered.
        }

        return true;
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => ClaimForApp() ? _output.GetMemory(sizeHint) : Scratch(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => ClaimForApp() ? _output.GetSpan(sizeHint) : Scratch(sizeHint);

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        if (!IsSealed) _output.Advance(bytes);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        // "Completed" would make Kestrel abort the connection, with RST, and the client could lose the answer that it has.
        if (IsSealed) return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: false));
        if (!_startSeen) ReleaseUnlessStarted();
        return _output.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => _output.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => _output.Complete(exception);

    private bool ClaimForApp()
    {
        const int Open = (int)ResponseOwner.Open;
        int owner = Volatile.Read(ref _owner);
        if (owner == Open) owner = Interlocked.CompareExchange(ref _owner, (int)ResponseOwner.App, Open);
        if (owner == Open && _response is { HasStarted: true }) OnStarted();
        return owner != (int)ResponseOwner.Deadline;
    }

    /// <summary>What was written is 100 Continue and no part of the response, unless Kestrel says that it has started.</summary>
    private void ReleaseUnlessStarted()
    {
        if (_response is null) return;
        if (_response.HasStarted) _startSeen = true;
        else Interlocked.CompareExchange(ref _owner, (int)ResponseOwner.Open, (int)ResponseOwner.App);
    }

    private void OnStarted()
    {
        _startSeen = true;
        _onStart?.OnResponseStarted();
    }

    private byte[] Scratch(int sizeHint)
    {
        if (_scratch is null || _scratch.Length < sizeHint) _scratch = new byte[Math.Max(SmallestScratch, sizeHint)];
        return _scratch;
    }
}
