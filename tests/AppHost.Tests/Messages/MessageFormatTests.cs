using System.Buffers.Binary;
using AppHost.Worker.Apps;
using AppHost.Worker.Messages;

namespace AppHost.Tests.Messages;

public sealed class MessageFormatTests
{
    private static readonly WorkerAssignment Assignment = new()
    {
        Protocol = WorkerAssignment.CurrentProtocol,
        WorkerId = 3,
        Generation = 7,
        Region = 11,
        ScoreboardDescriptor = 5,
        SnapshotLock = 9,
        CheckOnly = true,
        LogLevel = 2,
        FrameworkLogLevel = 3,
        App = new AppAssignment
        {
            Path = "/srv/Grüße/My App.dll",
            KnownFolder = "/srv/current",
            Handler = new HandlerClass("My.Outer+Handler", HandlerContract.Async, 0x02000007),
            ServicesClass = "My.Services",
            Arguments = ["--a", "two words\nand lines"],
            Configuration = new Dictionary<string, string?> { ["Key:Sub"] = "value", ["Empty"] = "", ["Null"] = null },
        },
        Serving = new ServingAssignment
        {
            HostCommand = ["/usr/bin/dotnet", "/opt/apphost.dll"],
            Listeners = [new ListenerAssignment(4, "127.0.0.1", 80, true), new ListenerAssignment(6, "/run/a.sock", 0, false)],
            OwnLoop = true,
            WorkerClass = "threaded",
            MinThreads = 12,
            MaxThreads = 16,
            AsyncLimit = 1000,
            QueueLength = 0,
            QueueTimeout = 10_000,
            QueuePolicy = QueuePolicy.DiscardOldest,
            ShedStatus = 429,
            RetryAfterMin = 1,
            RetryAfterMax = 5,
            KeepAliveTimeout = 75_000,
            MaxRequestLine = 8192,
            MaxHeaders = 32_768,
            MaxHeaderCount = 100,
            MaxBody = 30_000_000_000,
            BodyBuffer = 65_536,
            ResponseBuffer = 131_072,
            WarmUp = ["/", "/products?page=1"],
            OrphanTimeout = 20_000,
        },
    };

    [Fact]
    public void An_assignment_comes_out_as_it_went_in()
    {
        var read = Assert.IsType<MasterMessage.Assign>(RoundTrip(new MasterMessage.Assign(Assignment)));
        Assert.Equivalent(Assignment, read.Assignment, strict: true);
        Assert.Null(read.Assignment.App.Configuration["Null"]);
    }

    [Fact]
    public void What_is_left_to_the_app_stays_null()
    {
        WorkerAssignment open = Assignment with
        {
            CheckOnly = false,
            SnapshotLock = null,
            App = Assignment.App with { Handler = null, ServicesClass = null },
            Serving = Assignment.Serving with { WorkerClass = null, MinThreads = null, MaxThreads = null, QueueLength = null },
        };
        var read = Assert.IsType<MasterMessage.Assign>(RoundTrip(new MasterMessage.Assign(open)));
        Assert.Equivalent(open, read.Assignment, strict: true);
        Assert.Null(read.Assignment.Serving.QueueLength);
    }

    [Fact]
    public void Another_protocol_is_refused_before_its_fields_are_misread()
    {
        var refused = Assert.Throws<InvalidDataException>(() => RoundTrip(new MasterMessage.Assign(Assignment with { Protocol = 99 })));
        Assert.Contains("protocol 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_come_out_as_they_went_in()
    {
        Assert.Equal(new MasterMessage.Drain(1500, 20_000), RoundTrip(new MasterMessage.Drain(1500, 20_000)));
        Assert.Equal(new MasterMessage.Quit(), RoundTrip(new MasterMessage.Quit()));
    }

    [Fact]
    public void Reports_come_out_as_they_went_in()
    {
        Assert.Equal(new WorkerMessage.Ready("async", 64), RoundTrip(new WorkerMessage.Ready("async", 64)));
        Assert.Equal(new WorkerMessage.Leaving(), RoundTrip(new WorkerMessage.Leaving()));
        Assert.Equal(new WorkerMessage.Leaving(ByApp: true), RoundTrip(new WorkerMessage.Leaving(ByApp: true)));
        var notice = new WorkerMessage.Notice("https", "The app asks for TLS.", NoticeImportance.WarningAmongSeveral);
        Assert.Equal(notice, RoundTrip(notice));
        var failed = new WorkerMessage.Failed("It \"fails\"\nhere.", null, ["at A", "at B"]);
        var read = Assert.IsType<WorkerMessage.Failed>(RoundTrip(failed));
        Assert.Equal((failed.Message, failed.Advice), (read.Message, read.Advice));
        Assert.Equal(failed.Details, read.Details);
    }

    [Fact]
    public void A_message_of_the_other_side_is_no_message()
    {
        Assert.Throws<InvalidDataException>(() => MessageFormat.ReadMasterMessage(Body(MessageFormat.Write(new WorkerMessage.Leaving()))));
        Assert.Throws<InvalidDataException>(() => MessageFormat.ReadWorkerMessage(Body(MessageFormat.Write(new MasterMessage.Quit()))));
        Assert.Throws<InvalidDataException>(() => MessageFormat.ReadWorkerMessage([99]));
    }

    private static MasterMessage RoundTrip(MasterMessage message) => MessageFormat.ReadMasterMessage(Body(MessageFormat.Write(message)));

    private static WorkerMessage RoundTrip(WorkerMessage message) => MessageFormat.ReadWorkerMessage(Body(MessageFormat.Write(message)));

    /// <summary>What the frame carries; its length says how much that is.</summary>
    private static byte[] Body(byte[] frame)
    {
        Assert.Equal(frame.Length - sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(frame));
        return frame[sizeof(int)..];
    }
}
