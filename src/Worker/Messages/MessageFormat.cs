using System.Text;

namespace AppHost.Worker.Messages;

/// <summary>
/// The messages of the channel as bytes: a length, a kind, and the fields in the order of their declaration. Written by hand
/// because a worker reads one of them before anything else: with JSON, even from generated code, a worker compiled 472
/// methods at its start, without it 225.
/// </summary>
/// <remarks>
/// Both ends are the same build, except for a master that was upgraded under its workers: the first field of an assignment
/// is <see cref="WorkerAssignment.CurrentProtocol"/>.
/// </remarks>
internal static class MessageFormat
{
    private enum Kind : byte
    {
        Assign,
        Drain,
        Quit,
        Ready,
        Failed,
        Leaving,
        ReopenLogs,
        Stuck,
        Notice,
    }

    /// <summary>The message as a frame, length included.</summary>
    public static byte[] Write(MasterMessage message) => Frame(writer =>
    {
        switch (message)
        {
            case MasterMessage.Assign assign:
                writer.Write((byte)Kind.Assign);
                AssignmentFormat.Write(writer, assign.Assignment);
                break;
            case MasterMessage.Drain drain:
                writer.Write((byte)Kind.Drain);
                writer.Write(drain.Linger);
                writer.Write(drain.Timeout);
                writer.Write(drain.TakeBacklog);
                break;
            case MasterMessage.Quit:
                writer.Write((byte)Kind.Quit);
                break;
            case MasterMessage.ReopenLogs:
                writer.Write((byte)Kind.ReopenLogs);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message), message, null);
        }
    });

    /// <summary>The message as a frame, length included.</summary>
    public static byte[] Write(WorkerMessage message) => Frame(writer =>
    {
        switch (message)
        {
            case WorkerMessage.Ready ready:
                writer.Write((byte)Kind.Ready);
                writer.Write(ready.WorkerClass);
                writer.Write(ready.Slots);
                break;
            case WorkerMessage.Failed failed:
                writer.Write((byte)Kind.Failed);
                writer.Write(failed.Message);
                writer.WriteOptional(failed.Advice);
                writer.WriteList(failed.Details);
                break;
            case WorkerMessage.Leaving leaving:
                writer.Write((byte)Kind.Leaving);
                writer.Write(leaving.ByApp);
                break;
            case WorkerMessage.Stuck stuck:
                writer.Write((byte)Kind.Stuck);
                writer.Write(stuck.Request);
                break;
            case WorkerMessage.Notice notice:
                writer.Write((byte)Kind.Notice);
                writer.Write(notice.Subject);
                writer.Write(notice.Text);
                writer.Write((int)notice.Importance);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message), message, null);
        }
    });

    /// <summary>Reads a frame without its length.</summary>
    /// <exception cref="InvalidDataException">It is no message to a worker.</exception>
    public static MasterMessage ReadMasterMessage(byte[] frame)
    {
        using BinaryReader reader = Reader(frame);
        return (Kind)reader.ReadByte() switch
        {
            Kind.Assign => new MasterMessage.Assign(AssignmentFormat.Read(reader)),
            Kind.Drain => new MasterMessage.Drain(reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean()),
            Kind.Quit => new MasterMessage.Quit(),
            Kind.ReopenLogs => new MasterMessage.ReopenLogs(),
            Kind kind => throw new InvalidDataException($"A master does not send {kind}."),
        };
    }

    /// <summary>Reads a frame without its length.</summary>
    /// <exception cref="InvalidDataException">It is no message to the master.</exception>
    public static WorkerMessage ReadWorkerMessage(byte[] frame)
    {
        using BinaryReader reader = Reader(frame);
        return (Kind)reader.ReadByte() switch
        {
            Kind.Ready => new WorkerMessage.Ready(reader.ReadString(), reader.ReadInt32()),
            Kind.Failed => new WorkerMessage.Failed(reader.ReadString(), reader.ReadOptional(), reader.ReadList()),
            Kind.Leaving => new WorkerMessage.Leaving(reader.ReadBoolean()),
            Kind.Stuck => new WorkerMessage.Stuck(reader.ReadString()),
            Kind.Notice => new WorkerMessage.Notice(reader.ReadString(), reader.ReadString(), (NoticeImportance)reader.ReadInt32()),
            Kind kind => throw new InvalidDataException($"A worker does not send {kind}."),
        };
    }

    private static byte[] Frame(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0);
        write(writer);
        writer.Flush();
        stream.Position = 0;
        writer.Write((int)stream.Length - sizeof(int));
        return stream.ToArray();
    }

    private static BinaryReader Reader(byte[] frame) => new(new MemoryStream(frame, writable: false), Encoding.UTF8);
}
