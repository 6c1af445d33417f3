using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Dispatch.Responses;

/// <summary>
/// The body of one response as a blocking handler sees it, useless once the handler has returned. Kestrel's own is used
/// again for the next request of the connection: a thread that was left behind would write into a stranger's answer.
/// </summary>
internal sealed class GuardedBody(IHttpResponseBodyFeature inner) : PipeWriter, IHttpResponseBodyFeature
{
    private readonly PipeWriter _writer = inner.Writer;
    private GuardedStream? _stream;
    private ResponseUse _use;

    /// <inheritdoc/>
    public Stream Stream => _stream ??= new GuardedStream(this, inner.Stream);

    /// <inheritdoc/>
    public PipeWriter Writer => this;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => _writer.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => Call(static self => self._writer.UnflushedBytes);

    /// <summary>The handler has returned.</summary>
    public void End() => _use.End();

    /// <summary>Goes in; to be followed by <see cref="Exit"/>.</summary>
    public void Enter() => _use.Enter();

    /// <summary>Leaves.</summary>
    public void Exit() => _use.Exit();

    /// <inheritdoc/>
    public void DisableBuffering()
    {
        Enter();
        inner.DisableBuffering();
        Exit();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Enter();
        Task start;
        try
        {
            start = inner.StartAsync(cancellationToken);
        }
        catch
        {
            Exit();
            throw;
        }

        // The usual case; WriteAsync(string) begins with it.
        if (!start.IsCompletedSuccessfully) return LeaveAfter(() => start);
        Exit();
        return start;
    }

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        Enter();
        return LeaveAfter(() => inner.SendFileAsync(path, offset, count, cancellationToken));
    }

    /// <inheritdoc/>
    public Task CompleteAsync()
    {
        Enter();
        return LeaveAfter(inner.CompleteAsync);
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Enter();
        try
        {
            return _writer.GetMemory(sizeHint);
        }
        finally
        {
            Exit();
        }
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Enter();
        try
        {
            return _writer.GetSpan(sizeHint);
        }
        finally
        {
            Exit();
        }
    }

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        Enter();
        try
        {
            _writer.Advance(bytes);
        }
        finally
        {
            Exit();
        }
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Enter();
        ValueTask<FlushResult> flush;
        try
        {
            flush = _writer.FlushAsync(cancellationToken);
        }
        catch
        {
            Exit();
            throw;
        }

        if (!flush.IsCompletedSuccessfully) return LeaveAfter(flush);
        Exit();
        return flush;
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        Enter();
        ValueTask<FlushResult> write;
        try
        {
            write = _writer.WriteAsync(source, cancellationToken);
        }
        catch
        {
            Exit();
            throw;
        }

        if (!write.IsCompletedSuccessfully) return LeaveAfter(write);
        Exit();
        return write;
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        // For another thread's flush, which is inside; of no effect on anybody else's.
        Enter();
        _writer.CancelPendingFlush();
        Exit();
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        Enter();
        try
        {
            _writer.Complete(exception);
        }
        finally
        {
            Exit();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        Enter();
        try
        {
            await _writer.CompleteAsync(exception);
        }
        finally
        {
            Exit();
        }
    }

    private T Call<T>(Func<GuardedBody, T> get)
    {
        Enter();
        try
        {
            return get(this);
        }
        finally
        {
            Exit();
        }
    }

    private async Task LeaveAfter(Func<Task> call)
    {
        try
        {
            await call();
        }
        finally
        {
            Exit();
        }
    }

    private async ValueTask<FlushResult> LeaveAfter(ValueTask<FlushResult> call)
    {
        try
        {
            return await call;
        }
        finally
        {
            Exit();
        }
    }
}
