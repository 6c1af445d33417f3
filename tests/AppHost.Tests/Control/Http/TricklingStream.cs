using System.Text;

namespace AppHost.Tests.Control.Http;

/// <summary>Gives one byte at a time.</summary>
internal sealed class TricklingStream(string text) : MemoryStream(Encoding.ASCII.GetBytes(text))
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
}
