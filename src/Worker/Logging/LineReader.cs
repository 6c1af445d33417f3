namespace AppHost.Worker.Logging;

/// <summary>Cuts a stream of bytes into lines. Not thread-safe.</summary>
/// <param name="longest">A line longer than this many bytes is cut there.</param>
internal sealed class LineReader(int longest)
{
    private readonly List<byte> _partial = [];

    /// <summary>Adds bytes and hands over each line that is complete, without its end.</summary>
    public void Add(ReadOnlySpan<byte> bytes, Action<ReadOnlySpan<byte>> onLine)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            int take = Math.Min(end < 0 ? bytes.Length : end, longest - _partial.Count);
            _partial.AddRange(bytes[..take]);
            bool complete = take == end;
            bytes = bytes[(complete ? take + 1 : take)..];
            // A full line is only cut when another byte follows: the next one may be its end.
            if (complete || (_partial.Count == longest && !bytes.IsEmpty)) Flush(onLine);
        }
    }

    /// <summary>Hands over what is left when the stream has ended.</summary>
    public void End(Action<ReadOnlySpan<byte>> onLine)
    {
        if (_partial.Count > 0) Flush(onLine);
    }

    private void Flush(Action<ReadOnlySpan<byte>> onLine)
    {
        onLine(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_partial));
        _partial.Clear();
    }
}
