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
    private byte[] _utcTime = [];

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

    /// <summary>Seconds with microseconds. Digit by digit: a format "0.000000" takes ten times as long, three times a line.</summary>
    public void AppendSeconds(long nanoseconds)
    {
        long microseconds = (Math.Max(0, nanoseconds) + 500) / 1000;
        Append(microseconds / 1_000_000);
        Append((byte)'.');
        AppendDigits((int)(microseconds % 1_000_000), 6);
    }

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

    /// <summary>The time as the common log format has it, <c>[21/Nov/2026:11:53:36 +0000]</c>.</summary>
    public void AppendCommonTime(TimeProvider timeProvider)
    {
        TakeSecond(timeProvider);
        Append(_commonTime);
    }

    /// <summary>The time by RFC 3339 with milliseconds, <c>2026-11-21T11:53:36.123Z</c>.</summary>
    public void AppendUtcTime(TimeProvider timeProvider)
    {
        long ticks = TakeSecond(timeProvider);
        Append(_utcTime);
        AppendDigits((int)(ticks / TimeSpan.TicksPerMillisecond % 1000), 3);
        Append((byte)'Z');
    }

    // The texts of a second are made once: to find the local time alone costs as much as half a line.
    private long TakeSecond(TimeProvider timeProvider)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        long second = now.Ticks / TimeSpan.TicksPerSecond;
        if (second == _second) return now.Ticks;
        DateTimeOffset local = TimeZoneInfo.ConvertTime(now, timeProvider.LocalTimeZone);
        string offset = local.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        _commonTime = Encoding.ASCII.GetBytes(local.ToString("'['dd/MMM/yyyy:HH:mm:ss ", CultureInfo.InvariantCulture) + offset + "]");
        _utcTime = Encoding.ASCII.GetBytes(now.ToString("yyyy-MM-dd'T'HH:mm:ss.", CultureInfo.InvariantCulture));
        _second = second;
        return now.Ticks;
    }

    private void AppendDigits(int value, int count)
    {
        Span<byte> room = Reserve(count);
        for (int i = count - 1; i >= 0; i--)
        {
            (value, int digit) = Math.DivRem(value, 10);
            room[i] = (byte)('0' + digit);
        }

        _length += count;
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
