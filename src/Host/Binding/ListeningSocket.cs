using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace AppHost.Host.Binding;

/// <summary>
/// Owns one listening descriptor, close-on-exec and non-blocking, and the socket file if there is one. Not a
/// <see cref="Socket"/>, because the descriptor is shared with every worker: Socket.Dispose may shut the connection down
/// (connect to AF_UNSPEC) when a reference is still out, which stops the listener of the whole fleet, and it deletes a Unix socket's
/// path without looking. Here the end is close(2) and nothing else.
/// </summary>
internal sealed class ListeningSocket : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string? _path;
    private readonly FileIdentity? _file;
    private int _disposed;

    private ListeningSocket(SafeFileHandle handle, EndPoint endPoint, bool dualStack, string? path, FileIdentity? file)
    {
        _handle = handle;
        EndPoint = endPoint;
        DualStack = dualStack;
        _path = path;
        _file = file;
    }

    /// <summary>The number that a worker inherits. Valid until disposed.</summary>
    public int Descriptor => (int)_handle.DangerousGetHandle();

    public EndPoint EndPoint { get; }

    /// <summary>An IPv6 socket that takes IPv4 connections too.</summary>
    public bool DualStack { get; }

    /// <summary>Takes a copy of a socket's descriptor; the caller disposes the socket, which closes its own copy only.</summary>
    /// <param name="descriptor">A listening socket.</param>
    /// <param name="endPoint">Where it listens.</param>
    /// <param name="dualStack">See <see cref="DualStack"/>.</param>
    /// <param name="path">The file to remove at the end; null if it is not ours to remove.</param>
    /// <param name="file">That file's identity.</param>
    /// <exception cref="IOException">No descriptor is free.</exception>
    public static ListeningSocket Adopt(int descriptor, EndPoint endPoint, bool dualStack, string? path = null, FileIdentity? file = null)
    {
        int copy = Interop.Duplicate(descriptor);
        if (copy < 0) throw new IOException($"cannot duplicate descriptor {descriptor}: {Interop.Describe(Interop.LastError)}");
        var handle = new SafeFileHandle(copy, ownsHandle: true);
        // The flag sits in the open file description that all processes share. A wake-up is for everyone and only one gets the
        // connection: the others must get EAGAIN, not wait in accept4.
        if (!Interop.SetNonBlocking(copy))
        {
            handle.Dispose();
            throw new IOException($"cannot make descriptor {descriptor} non-blocking: {Interop.Describe(Interop.LastError)}");
        }

        return new ListeningSocket(handle, endPoint, dualStack, path, file);
    }

    /// <summary>False if a socket file was made for it and is gone or replaced: then nobody can connect any more.</summary>
    public bool IsReachable => _path is null || IsFileOurs();

    /// <summary>Gives the socket file other permissions.</summary>
    /// <returns>0, or the errno.</returns>
    public int SetMode(UnixFileMode mode) => _path is null || Interop.SetMode(_path, mode) ? 0 : Interop.LastError;

    /// <summary>Closes the descriptor; removes the socket file if it is still the one that was bound.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        // Before the close: an open bound socket pins its inode, so that the number cannot have been given to another's file.
        if (IsFileOurs())
        {
            try
            {
                File.Delete(_path!);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The folder has become read-only: the file stays as a stale one, which the next start replaces.
            }
        }

        _handle.Dispose();
    }

    private bool IsFileOurs() => _path is not null && _file is not null && FileIdentity.Of(_path, out _) == _file;
}
