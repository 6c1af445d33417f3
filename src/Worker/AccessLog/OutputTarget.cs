namespace AppHost.Worker.AccessLog;

/// <summary>The worker's standard output, which the master passes on.</summary>
internal sealed class OutputTarget : IAccessLogTarget
{
    private const int StandardOutput = 1;

    /// <summary>POSIX: so many bytes go into a pipe in one piece, whatever the app writes there meanwhile (pipe(7), PIPE_BUF).</summary>
    private const int Piece = 4096;

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            int end = lines.Length <= Piece ? lines.Length : lines[..Piece].LastIndexOf((byte)'\n') + 1;
            // A line longer than a piece goes as it is.
            if (end == 0) end = lines.IndexOf((byte)'\n') + 1;
            if (DescriptorWriter.Write(StandardOutput, lines[..end], out _) < end) return lines.Count((byte)'\n');
            lines = lines[end..];
        }

        return 0;
    }

    public void Dispose()
    {
    }
}
