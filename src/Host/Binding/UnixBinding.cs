using System.Net.Sockets;
using System.Text;

namespace AppHost.Host.Binding;

/// <summary>Binds one Unix domain socket: replaces what a dead server left, refuses to touch anything else.</summary>
internal sealed class UnixBinding(int backlog)
{
    // A host holds the lock for some system calls only; who has it longer is stopped or stuck.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    public void Bind(UnixBindAddress address, BindAttempt attempt)
    {
        if (!Path.IsPathRooted(address.Path)) throw new ArgumentException($"'{address.Path}' was not resolved.", nameof(address));
        if (BindAddressParser.DescribeTooLong(address.Path) is { } tooLong)
        {
            attempt.Fail(address, tooLong, BindAddressParser.ShorterPath);
            return;
        }

        string folder = Path.GetDirectoryName(address.Path)!;
        using FolderLock? held = FolderLock.Acquire(folder, LockPatience, out int error);
        if (held is null)
        {
            attempt.Problems.Add(DescribeFolder(address, folder, error));
            return;
        }

        if (!ClearTheWay(address, attempt)) return;
        Listen(address, folder, attempt);
    }

    /// <summary>True if nothing is at the path any more.</summary>
    private static bool ClearTheWay(UnixBindAddress address, BindAttempt attempt)
    {
        FileIdentity? existing = FileIdentity.Of(address.Path, out int error);
        if (existing is null)
        {
            if (error == Interop.ENOENT) return true;
            attempt.Problems.Add(DescribeFolder(address, Path.GetDirectoryName(address.Path)!, error));
            return false;
        }

        if (existing.Value.Kind != FileKind.Socket)
        {
            string what = existing.Value.Kind switch
            {
                FileKind.Folder => "a folder",
                FileKind.SymbolicLink => "a symbolic link",
                _ => "a file that is not a socket",
            };
            attempt.Fail(address, $"{address.Path} is {what}", "choose another path, or remove it if nobody needs it");
            return false;
        }

        UnixSocketProbe probe = UnixSocketProbe.Of(address.Path);
        switch (probe.State)
        {
            case UnixSocketState.Absent:
                return true;
            case UnixSocketState.Stale:
                return Remove(address, attempt);
            case UnixSocketState.Live:
                string who = probe.Server is null ? "" : $": {probe.Server}";
                attempt.Fail(address, $"another server answers on it{who}", "stop it, or choose another path");
                return false;
            default:
                attempt.Fail(address, $"whether a server still answers on it cannot be told ({Interop.Describe(probe.Error)})",
                    $"run as the user that owns {address.Path}, or remove that file if its server is gone");
                return false;
        }
    }

    private static bool Remove(UnixBindAddress address, BindAttempt attempt)
    {
        try
        {
            File.Delete(address.Path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            attempt.Fail(address, $"a dead server left its socket there and it cannot be removed ({e.Message})",
                $"remove {address.Path} as its owner, or choose another path");
            return false;
        }
    }

    private void Listen(UnixBindAddress address, string folder, BindAttempt attempt)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        int descriptor = (int)socket.Handle;
        // The file is made with the mode of the socket's own inode, less the umask (unix_bind in net/unix/af_unix.c): so it is
        // never wider than asked, not for a moment, and the umask, which belongs to all threads, stays as it is.
        Interop.SetMode(descriptor, address.Mode);
        if (!Interop.BindUnix(descriptor, Encoding.UTF8.GetBytes(address.Path)))
        {
            int error = Interop.LastError;
            if (error == Interop.EADDRINUSE)
                attempt.Fail(address, "another program has just made it", "stop that program, or choose another path");
            else
                attempt.Problems.Add(DescribeFolder(address, folder, error));
            return;
        }

        FileIdentity? file = FileIdentity.Of(address.Path, out _);
        try
        {
            // The second call adds what the umask took.
            if (!Interop.SetMode(address.Path, address.Mode) || !Interop.StartListening(descriptor, backlog))
                throw new IOException(Interop.Describe(Interop.LastError));
            var listening = ListeningSocket.Adopt(descriptor, new UnixDomainSocketEndPoint(address.Path), false, address.Path, file);
            attempt.Bound.Add(new Listener(address, listening));
        }
        catch (IOException e)
        {
            Remove(address, attempt);
            attempt.Fail(address, $"{address.Path} could be made but not used ({e.Message})", "choose another folder");
        }
    }

    private static BindProblem DescribeFolder(UnixBindAddress address, string folder, int error) => error switch
    {
        Interop.ENOENT when !Directory.Exists(folder) => new(address.Text, $"its folder {folder} does not exist",
            "make it, or let systemd make it (RuntimeDirectory=)"),
        Interop.ENOTDIR => new(address.Text, $"{folder} is not a folder", "choose another path"),
        Interop.EACCES or Interop.EPERM => new(address.Text, $"user {Environment.UserName} may not make files in {folder}",
            "give that user the folder (chown), or choose one of its own"),
        Interop.EROFS => new(address.Text, $"{folder} is on a read-only file system", "choose a folder that can be written, such as /run"),
        Interop.EAGAIN => new(address.Text,
            $"another process has held the lock of {folder} for {LockPatience.Seconds} s",
            $"see `lsof {folder}` for a host that is stuck or stopped"),
        _ => new(address.Text, $"{folder}: {Interop.Describe(error)}", "choose another folder"),
    };
}
