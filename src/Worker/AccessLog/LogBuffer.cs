using System.Buffers;
using System.Globalization;
using System.Text;

namespace AppHost.Worker.AccessLog;

/// <summary>One line as it is written, bytes that are used again for the next one. Not thread-safe.</summary>
internal sealed class LogBuffer
{
    /// <summary>A field that is longer is cut: a client chooses its length.</summary>
    private const int LongestField = 2048;

    // What would end a quoted field or the line, or speak to a terminal.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(code => (char)code), '"', '\\']);

    private byte[] _bytes = new byte[1024];
    private int _length;
    private long _second;
    private byte[] _commonTime = [];

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        _length += text.Length;
    }

    /// <summary>A number, or anything that writes itself so.</summary>
    public void Append<T>(T value, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
    {
        int written;
        while (!value.TryFormat(_bytes.AsSpan(_length), out written, format, CultureInfo.InvariantCulture)) Reserve(_bytes.Length);
        _length += written;
    }

    /// <summary>Seconds with microseconds.</summary>
    public void AppendSeconds(long nanoseconds) => Append(nanoseconds / 1e9, "0.000000");

    /// <summary>Text of a client in a line of text: quotes, backslashes and control characters as <c>\xHH</c>.</summary>
    public void AppendEscaped(ReadOnlySpan<char> text) => AppendEscaped(text, static (buffer, c) =>
    {
        buffer.Append("\\x"u8);
        buffer.Append((byte)c, "X2");
    });

    /// <summary>The same in a JSON string.</summary>
    public void AppendJson(ReadOnlySpan<char> text) => AppendEscaped(text, static (buffer, c) =>
    {
        if (c is '"' or '\\')
        {
            buffer.Append((byte)'\\');
            buffer.Append((byte)c);
            return;
        }

        buffer.Append("\\u"u8);
        buffer.Append((int)c, "X4");
    });

    /// <summary>The time as the common log format has it, <c>[21/Nov/2026:11:53:36 +0000]</c>; made once a second.</summary>
    public void AppendCommonTime(DateTimeOffset time)
    {
        long second = time.Ticks / TimeSpan.TicksPerSecond;
        if (second != _second)
        {
            string offset = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
            _commonTime = Encoding.ASCII.GetBytes(time.ToString("'['dd/MMM/yyyy:HH:mm:ss ", CultureInfo.InvariantCulture) + offset + "]");
            _second = second;
        }

        Append(_commonTime);
    }

    private void AppendEscaped(ReadOnlySpan<char> text, Action<LogBuffer, char> escape)
    {
        if (text.Length > LongestField) text = text[..LongestField];
        while (true)
        {
            int end = text.IndexOfAny(Unsafe);
            ReadOnlySpan<char> plain = end < 0 ? text : text[..end];
            _length += Encoding.UTF8.GetBytes(plain, Reserve(plain.Length * 3));
            if (end < 0) return;
            escape(this, text[end]);
            text = text[(end + 1)..];
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        return _bytes.AsSpan(_length);
    }
}
