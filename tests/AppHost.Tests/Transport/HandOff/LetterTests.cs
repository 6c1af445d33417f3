using AppHost.Worker.Transport.HandOff;

namespace AppHost.Tests.Transport.HandOff;

public sealed class LetterTests
{
    private readonly byte[] _letter = new byte[Letter.MostBytes];
    private readonly OfferedConnection[] _read = new OfferedConnection[Letter.MostConnections];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Letter.MostConnections)]
    public void What_is_written_is_read(int count)
    {
        OfferedConnection[] connections = [.. Enumerable.Range(1, count).Select(i => new OfferedConnection(i, i * 2, i * 3, i * 4, i * 5))];
        byte[] address = new byte[Letter.LongestAddress];
        Array.Fill(address, (byte)'a');
        int length = Letter.Write(_letter, 7, HandOffReason.Share, address, connections);
        Letter.Contents? contents = Letter.Read(_letter.AsSpan(0, length), _read);
        Assert.Equal(new Letter.Contents(HandOffReason.Share, count, 7, new string('a', Letter.LongestAddress)), contents);
        Assert.Equal(connections, _read[..count]);
    }

    [Fact]
    public void What_is_cut_or_of_another_format_is_none()
    {
        int length = Letter.Write(_letter, 7, HandOffReason.Push, "a"u8, [new OfferedConnection(1, 2, 3, 4, 5)]);
        for (int cut = 0; cut < length; cut++) Assert.Null(Letter.Read(_letter.AsSpan(0, cut), _read));
        Assert.Null(Letter.Read(_letter.AsSpan(0, length + 1), _read));
        _letter[0] ^= 1;
        Assert.Null(Letter.Read(_letter.AsSpan(0, length), _read));
    }

    [Fact]
    public void Random_bytes_are_none()
    {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(_letter);
            Assert.Null(Letter.Read(_letter.AsSpan(0, random.Next(_letter.Length)), _read));
        }
    }
}
