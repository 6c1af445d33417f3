namespace AppHost.Worker.Dispatch.Responses;

/// <summary>The stream of a <see cref="GuardedBody"/>.</summary>
internal sealed class GuardedStream(GuardedBody body, Stream inner) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        body.Enter();
        try
        {
            inner.Write(buffer, offset, count);
        }
        finally
        {
            body.Exit();
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        body.Enter();
        try
        {
            inner.Write(buffer);
        }
        finally
        {
            body.Exit();
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        body.Enter();
        try
        {
            inner.Flush();
        }
        finally
        {
            body.Exit();
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        body.Enter();
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            body.Exit();
        }
    }

    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        body.Enter();
        try
        {
            await inner.FlushAsync(cancellationToken);
        }
        finally
        {
            body.Exit();
        }
    }
}
