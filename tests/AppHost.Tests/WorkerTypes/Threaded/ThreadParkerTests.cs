using AppHost.WorkerTypes.Threaded;

namespace AppHost.Tests.WorkerTypes.Threaded;

public sealed class ThreadParkerTests
{
    public static TheoryData<string> Kinds => FutexParker.IsSupported ? ["event", "futex"] : ["event"];

    [Fact]
    public void Linux_has_a_futex() => Assert.Equal(OperatingSystem.IsLinux(), FutexParker.IsSupported);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_permit_given_before_is_taken_without_sleep(string kind)
    {
        ThreadParker parker = Create(kind);
        for (int i = 0; i < 3; i++)
        {
            parker.Unpark();
            parker.Park();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_wake_up_is_lost_between_two_threads(string kind)
    {
        const int Rounds = 20_000;
        ThreadParker left = Create(kind);
        ThreadParker right = Create(kind);
        int value = 0;
        var thread = new Thread(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                right.Park();
                value++;
                left.Unpark();
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        for (int i = 0; i < Rounds; i++)
        {
            Assert.Equal(i, value);
            right.Unpark();
            left.Park();
        }

        thread.Join();
        Assert.Equal(Rounds, value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_interrupt_does_not_stand_for_a_permit(string kind)
    {
        ThreadParker parker = Create(kind);
        bool given = false;
        bool early = false;
        var thread = new Thread(() =>
        {
            // Before the sleep or in it, whichever comes first; both must be survived.
            Thread.CurrentThread.Interrupt();
            parker.Park();
            early = !Volatile.Read(ref given);
        })
        {
            IsBackground = true,
        };
        thread.Start();
        thread.Interrupt();
        Volatile.Write(ref given, true);
        parker.Unpark();
        thread.Join();
        Assert.False(early);
    }

    private static ThreadParker Create(string kind) => kind == "futex" ? new FutexParker() : new EventParker();
}
