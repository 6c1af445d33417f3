using AppHost.Tests.Support;
using AppHost.Worker.Interop;
using AppHost.Worker.Transport.HandOff;

namespace AppHost.Tests.Transport.HandOff;

public sealed class MailboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mail").FullName;
    private readonly int[] _descriptors = new int[Letter.MostConnections];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_letter_comes_with_its_descriptors_and_the_sender_whom_the_kernel_names()
    {
        using var from = new Mailbox(_folder, 1);
        using var to = new Mailbox(_folder, 2);
        string file = Path.Combine(_folder, "file");
        using FileStream open = File.Create(file);
        int number = (int)open.SafeFileHandle.DangerousGetHandle();
        Assert.Null(from.Send(2, "letter"u8, [number, number, number]));
        Mailbox.Received? letter = to.TryReceive(_descriptors);
        Assert.NotNull(letter);
        Assert.Equal("letter"u8, letter.Bytes.Span);
        Assert.Equal((3, Environment.ProcessId, Libc.geteuid()), (letter.Descriptors, letter.Process, letter.User));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(file, new FileInfo($"/proc/self/fd/{_descriptors[i]}").LinkTarget);
            // No program that the worker starts inherits it.
            Assert.Equal(Libc.FD_CLOEXEC, Libc.fcntl(_descriptors[i], Libc.F_GETFD, 0));
            _ = Libc.close(_descriptors[i]);
        }

        Assert.Null(to.TryReceive(_descriptors));
    }

    [Fact]
    public void A_whole_letter_fits()
    {
        using var from = new Mailbox(_folder, 1);
        using var to = new Mailbox(_folder, 2);
        int[] many = new int[Letter.MostConnections];
        Array.Fill(many, from.Descriptor);
        Assert.Null(from.Send(2, new byte[Letter.MostBytes], many));
        Mailbox.Received? letter = to.TryReceive(_descriptors);
        Assert.Equal((Letter.MostBytes, Letter.MostConnections), (letter!.Bytes.Length, letter.Descriptors));
        foreach (int descriptor in _descriptors) _ = Libc.close(descriptor);
    }

    [Fact]
    public void A_full_mailbox_takes_no_more_and_nobody_waits()
    {
        using var from = new Mailbox(_folder, 1);
        using var to = new Mailbox(_folder, 2);
        HandOffFailure? failure = null;
        for (int i = 0; i < 10_000 && failure is null; i++) failure = from.Send(2, "letter"u8, []);
        Assert.Equal(HandOffFailure.MailboxFull, failure);
    }

    [Fact]
    public void A_mailbox_that_is_not_there_or_dead_is_said_to_be_none()
    {
        using var from = new Mailbox(_folder, 1);
        Assert.Equal(HandOffFailure.NoMailbox, from.Send(2, "letter"u8, []));
        new Mailbox(_folder, 3).Dispose();
        Assert.Equal(HandOffFailure.NoMailbox, from.Send(3, "letter"u8, []));
        // As a worker that was killed leaves it.
        int dead = Descriptor.Duplicate(new Mailbox(_folder, 4).Descriptor);
        _ = Libc.close(dead);
        Assert.True(File.Exists(Mailbox.PathOf(_folder, 4)));
        using var successor = new Mailbox(_folder, 4);
        Assert.Null(from.Send(4, "letter"u8, []));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said()
    {
        IOException failure = Assert.ThrowsAny<IOException>(() => new Mailbox(Path.Combine(_folder, "none"), 1));
        Assert.NotEmpty(failure.Message);
    }
}
