using System.Buffers.Text;
using System.Text;

namespace AppHost.Load.Http;

/// <summary>
/// Finds the end of an HTTP/1.x response and what it says about its status and its connection (RFC 9112). Takes the bytes in pieces of
/// any size and keeps nothing of the body. Not safe for concurrent use; reused for every response of a connection.
/// </summary>
internal sealed class ResponseParser
{
    // No sane response has a longer line; a server that never ends one must not fill our memory.
    private const int LongestLine = 32 * 1024;

    private enum State
    {
        StatusLine,
        Headers,
        Body,
        BodyUntilClose,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        Complete,
        Bad,
    }

    private State _state;
    private bool _bodiless;
    private bool _http11;
    private bool _closeToken;
    private bool _keepAliveToken;
    private bool _chunked;
    private bool _otherEncoding;
    private long _contentLength;
    private long _remaining;
    private byte[] _line = [];
    private int _lineLength;

    /// <summary>Status code of the final response; 0 before its status line has arrived.</summary>
    public int Status { get; private set; }

    /// <summary>Whether any byte has arrived since <see cref="Begin"/>.</summary>
    public bool SawBytes { get; private set; }

    /// <summary>Whether the server lets the connection be used again; valid once the response is complete.</summary>
    public bool KeepAlive { get; private set; }

    /// <summary>Prepares for the response to a request; to HEAD no body follows, whatever the header fields say.</summary>
    public void Begin(bool toHead)
    {
        _bodiless = toHead;
        _lineLength = 0;
        SawBytes = false;
        BeginHead();
    }

    /// <summary>Takes the next bytes; <paramref name="consumed"/> falls short only when the response ended before them.</summary>
    public ParseResult Feed(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        SawBytes |= !input.IsEmpty;
        while (true)
        {
            switch (_state)
            {
                case State.Complete:
                    return ParseResult.Complete;
                case State.Bad:
                    return ParseResult.Bad;
                case State.BodyUntilClose:
                    consumed = input.Length;
                    return ParseResult.NeedMore;
                case State.Body or State.ChunkData:
                    var taken = (int)Math.Min(_remaining, input.Length - consumed);
                    consumed += taken;
                    _remaining -= taken;
                    if (_remaining > 0)
                        return ParseResult.NeedMore;
                    _state = _state == State.Body ? State.Complete : State.ChunkEnd;
                    break;
                default:
                    if (!TryReadLine(input, ref consumed, out var line))
                        return _state == State.Bad ? ParseResult.Bad : ParseResult.NeedMore;
                    _state = OnLine(line);
                    _lineLength = 0;
                    break;
            }
        }
    }

    /// <summary>The server has ended the stream: complete only when the body was to last until then.</summary>
    public ParseResult EndOfStream()
    {
        if (_state != State.BodyUntilClose)
            return ParseResult.NeedMore;
        _state = State.Complete;
        return ParseResult.Complete;
    }

    private void BeginHead()
    {
        _state = State.StatusLine;
        _closeToken = _keepAliveToken = _chunked = _otherEncoding = false;
        _contentLength = -1;
        Status = 0;
        KeepAlive = false;
    }

    // A line that lies whole in the input is used in place; only one cut by the edge of a read is put together in a buffer.
    private bool TryReadLine(ReadOnlySpan<byte> input, ref int consumed, out ReadOnlySpan<byte> line)
    {
        var rest = input[consumed..];
        var end = rest.IndexOf((byte)'\n');
        var piece = end < 0 ? rest : rest[..end];
        line = piece;
        if (_lineLength + piece.Length > LongestLine)
        {
            _state = State.Bad;
            return false;
        }
        if (end < 0 || _lineLength > 0)
        {
            if (_line.Length < _lineLength + piece.Length)
                Array.Resize(ref _line, Math.Max(256, 2 * (_lineLength + piece.Length)));
            piece.CopyTo(_line.AsSpan(_lineLength));
            _lineLength += piece.Length;
            line = _line.AsSpan(0, _lineLength);
        }
        consumed += end < 0 ? piece.Length : end + 1;
        if (end >= 0 && !line.IsEmpty && line[^1] == '\r')
            line = line[..^1];
        return end >= 0;
    }

    private State OnLine(ReadOnlySpan<byte> line) => _state switch
    {
        State.StatusLine => OnStatusLine(line),
        State.Headers => line.IsEmpty ? OnHeadEnd() : OnField(line),
        State.ChunkSize => OnChunkSize(line),
        State.ChunkEnd => line.IsEmpty ? State.ChunkSize : State.Bad,
        State.Trailers => line.IsEmpty ? State.Complete : State.Trailers,
        _ => State.Bad,
    };

    private State OnStatusLine(ReadOnlySpan<byte> line)
    {
        var valid = line.Length >= 12 && line.StartsWith("HTTP/1."u8) && line[7] is (byte)'0' or (byte)'1' && line[8] == ' '
            && (line.Length == 12 || line[12] == ' ')
            && Utf8Parser.TryParse(line.Slice(9, 3), out uint status, out var used) && used == 3 && status is >= 100 and < 600;
        if (!valid)
            return State.Bad;
        _http11 = line[7] == '1';
        Status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        return State.Headers;
    }

    private State OnField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
            return State.Bad;
        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        // Lengths first: of the dozen fields of a response at most three matter.
        switch (colon)
        {
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                foreach (var token in value.Split((byte)','))
                {
                    var word = value[token].Trim(" \t"u8);
                    _closeToken |= Ascii.EqualsIgnoreCase(word, "close"u8);
                    _keepAliveToken |= Ascii.EqualsIgnoreCase(word, "keep-alive"u8);
                }
                break;
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                var valid = Utf8Parser.TryParse(value, out long length, out var used) && used == value.Length && value[0] is not (byte)'+'
                    && length >= 0 && (_contentLength < 0 || _contentLength == length);
                if (!valid)
                    return State.Bad;
                _contentLength = length;
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                _chunked = value.Length >= 7 && Ascii.EqualsIgnoreCase(value[^7..], "chunked"u8);
                _otherEncoding = !_chunked;
                break;
        }
        return State.Headers;
    }

    private State OnHeadEnd()
    {
        if (Status == 101)
            return State.Bad; // We never ask for an upgrade.
        if (Status < 200)
        {
            BeginHead();
            return State.StatusLine;
        }
        KeepAlive = _http11 ? !_closeToken : _keepAliveToken && !_closeToken;
        if (_bodiless || Status is 204 or 304)
            return State.Complete;
        if (_chunked || _otherEncoding)
        {
            // RFC 9112 6.3: both is a framing error, or an attempt to smuggle a response.
            if (_contentLength >= 0)
                return State.Bad;
            if (_chunked)
                return State.ChunkSize;
        }
        if (_contentLength < 0)
        {
            KeepAlive = false;
            return State.BodyUntilClose;
        }
        _remaining = _contentLength;
        return State.Body;
    }

    private State OnChunkSize(ReadOnlySpan<byte> line)
    {
        var extension = line.IndexOf((byte)';');
        var digits = (extension < 0 ? line : line[..extension]).Trim(" \t"u8);
        if (digits.Length > 15 || !Utf8Parser.TryParse(digits, out _remaining, out var used, 'X') || used != digits.Length)
            return State.Bad;
        return _remaining == 0 ? State.Trailers : State.ChunkData;
    }
}
