using System.Buffers.Binary;
using System.Text;
using AppHost.Worker.Messages;

namespace AppHost.Tests.Messages;

public sealed class FrameReaderTests
{
    [Fact]
    public void Frames_are_the_same_wherever_the_stream_is_split()
    {
        byte[] stream = [.. Frame("a"), .. Frame("Grüße"), .. Frame("and the last")];
        for (int first = 0; first <= stream.Length; first++)
        {
            for (int second = first; second <= stream.Length; second++)
            {
                Assert.Equal(["a", "Grüße", "and the last"], Read(stream[..first], stream[first..second], stream[second..]));
            }
        }
    }

    [Fact]
    public void Bytes_may_come_one_by_one()
    {
        byte[] stream = [.. Frame("one"), .. Frame("two")];
        Assert.Equal(["one", "two"], Read([.. stream.Select(b => (byte[])[b])]));
    }

    [Fact]
    public void A_frame_may_be_longer_than_any_read()
    {
        string text = new('x', 300_000);
        byte[][] parts = [.. Frame(text).Concat(Frame("next")).Chunk(4096)];
        Assert.Equal([text, "next"], Read(parts));
    }

    [Fact]
    public void An_unfinished_frame_is_not_handed_over() => Assert.Equal(["whole"], Read([.. Frame("whole"), .. Frame("unfinished")[..^1]]));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData((16 << 20) + 1)]
    public void A_length_that_no_message_has_is_refused_at_once(int length)
    {
        byte[] header = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        Assert.Throws<InvalidDataException>(() => Read(header));
    }

    private static List<string> Read(params byte[][] parts)
    {
        var reader = new FrameReader();
        var frames = new List<string>();
        foreach (byte[] part in parts) reader.Add(part, frame => frames.Add(Encoding.UTF8.GetString(frame)));
        return frames;
    }

    private static byte[] Frame(string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        byte[] header = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(header, body.Length);
        return [.. header, .. body];
    }
}
