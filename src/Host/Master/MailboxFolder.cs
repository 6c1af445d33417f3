using System.Net;
using System.Net.Sockets;
using System.Text;
using AppHost.Host.Control.Folders;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.HandOff;

namespace AppHost.Host.Master;

/// <summary>
/// The folder in which workers have their mailboxes. Only the host's user can enter it: who can write to a mailbox can give a worker
/// connections.
/// </summary>
internal sealed class MailboxFolder : IDisposable
{
    /// <summary>sizeof(sun_path) without its closing zero.</summary>
    private const int LongestPath = 107;

    private MailboxFolder(string path) => Path = path;

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>
    /// Makes it beside the control socket, which no other instance has; without one, or where the path would be too long for a socket,
    /// in the temporary folder.
    /// </summary>
    /// <param name="control">The control socket; null: there is none.</param>
    /// <param name="problem">Why there is none.</param>
    public static MailboxFolder? Create(EndPoint? control, out string? problem)
    {
        problem = null;
        if (control is UnixDomainSocketEndPoint socket)
        {
            string path = socket + ".mail";
            string longest = Mailbox.PathOf(path, ScoreboardLayout.Regions - 1);
            if (Encoding.UTF8.GetByteCount(longest) <= LongestPath && new RunFolder(path, IsFound: false).Prepare() is null) return new MailboxFolder(path);
        }

        try
        {
            // Of mode 0700, and nobody knows its name before.
            return new MailboxFolder(Directory.CreateTempSubdirectory("apphost-mail-").FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
            return null;
        }
    }

    /// <summary>Removes it, with what workers that were killed have left in it.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A worker that outlives the host may be removing its own at this moment. The folder is empty then, and harmless.
        }
    }
}
