using System.Runtime.InteropServices;
using AppHost.Tests.Support;
using AppHost.Worker.Interop;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Scoreboard;

public sealed unsafe class SharedScoreboardTests
{
    private const int EPERM = 1;

    [Fact]
    public void A_worker_sees_what_the_master_wrote_and_the_other_way_round()
    {
        using SharedScoreboard master = SharedScoreboard.Create();
        using SharedScoreboard worker = SharedScoreboard.Open(Duplicate(master));
        WorkerRegion written = master.Region(7);
        written.WorkerId = 3;
        master.RegionsInUse = 8;
        Assert.Equal(3, worker.Region(7).WorkerId);
        Assert.Equal(8, worker.RegionsInUse);
        WorkerRegion answer = worker.Region(7);
        answer.State = WorkerState.Ready;
        Assert.Equal(WorkerState.Ready, master.Region(7).State);
    }

    [Fact]
    public void What_a_worker_wrote_outlives_it()
    {
        using SharedScoreboard master = SharedScoreboard.Create();
        using (SharedScoreboard worker = SharedScoreboard.Open(Duplicate(master)))
        {
            worker.Region(0).Record(0).Begin(1, 0, 1, "GET", "/last", "");
        }

        Assert.True(master.Region(0).Record(0).TryRead(out RequestSnapshot snapshot));
        Assert.Equal("/last", snapshot.Path);
    }

    [Theory]
    [InlineData(0, 0u)]
    [InlineData(1, 99u)]
    public void Another_layout_is_refused(int field, uint value)
    {
        using SharedMemory memory = SharedMemory.Create("test", ScoreboardLayout.FileSize);
        uint* header = (uint*)memory.Address;
        header[0] = ScoreboardLayout.Magic;
        header[1] = ScoreboardLayout.Version;
        header[field] = value;
        int descriptor = Descriptor.Duplicate(memory.Descriptor);
        var refused = Assert.Throws<InvalidDataException>(() => SharedScoreboard.Open(descriptor));
        Assert.Contains($"layout {header[1]}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_can_change_its_size()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        Assert.Equal(EPERM, ErrorOf(() => Libc.ftruncate(scoreboard.Descriptor, 0)));
        Assert.Equal(EPERM, ErrorOf(() => Libc.ftruncate(scoreboard.Descriptor, (nint)ScoreboardLayout.FileSize + 4096)));
        Assert.Equal(EPERM, ErrorOf(() => Libc.fcntl(scoreboard.Descriptor, Libc.F_ADD_SEALS, 0)));
    }

    [Fact]
    public void It_is_inherited_only_when_asked_for()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        Assert.Equal(Libc.FD_CLOEXEC, Libc.fcntl(scoreboard.Descriptor, Libc.F_GETFD, 0));
        Libc.SetInheritable(scoreboard.Descriptor, true);
        Assert.Equal(0, Libc.fcntl(scoreboard.Descriptor, Libc.F_GETFD, 0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(ScoreboardLayout.Regions)]
    public void A_region_outside_is_refused(int index)
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        Assert.Throws<ArgumentOutOfRangeException>(() => scoreboard.Region(index));
    }

    [Fact]
    public void The_last_region_is_within_the_file()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        WorkerRegion last = scoreboard.Region(ScoreboardLayout.Regions - 1);
        last.Record(ScoreboardLayout.RecordsPerRegion - 1).Begin(1, 0, 1, "GET", new string('x', 1000), "");
        Assert.True(last.Record(ScoreboardLayout.RecordsPerRegion - 1).TryRead(out _));
    }

    private static int Duplicate(SharedScoreboard scoreboard) => Descriptor.Duplicate(scoreboard.Descriptor);

    private static int ErrorOf(Func<int> call)
    {
        Assert.Equal(-1, call());
        return Marshal.GetLastPInvokeError();
    }
}
