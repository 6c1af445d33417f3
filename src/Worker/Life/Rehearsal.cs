using System.Runtime.InteropServices;
using AppHost.Worker.Interop;
using AppHost.Worker.Transport;

namespace AppHost.Worker.Life;

/// <summary>
/// A client of the worker's own that is content with any answer. By plain system calls: a client of the framework's would
/// take longer to be loaded than all that it is to warm.
/// </summary>
internal static unsafe class Rehearsal
{
    private const int F_SETFL = 4;
    private const int Requests = 2;

    /// <summary>The kernel's time limit of a read, struct timeval: seconds, then microseconds.</summary>
    private const int PatienceSeconds = 2;

    private static ReadOnlySpan<byte> Request => "GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: apphost-rehearsal\r\n\r\n"u8;

    /// <summary>Asks twice, over one connection, and closes it. A worker that does not answer is found by its clients, or by the warm-up.</summary>
    public static void Run(EventLoop loop, InheritedListener listener, WorkerLoad load)
    {
        int* pair = stackalloc int[2];
        if (Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.O_CLOEXEC, 0, pair) < 0) return;
        int client = pair[0];
        try
        {
            long* limit = stackalloc long[2] { PatienceSeconds, 0 };
            _ = Libc.setsockopt(client, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, limit, 2 * sizeof(long));
            if (Libc.fcntl(pair[1], F_SETFL, Libc.O_NONBLOCK) < 0) return;
            loop.Post(
                server =>
                {
                    load.ConnectionAccepted();
                    listener.Offer((int)server!, new FreshConnection(load));
                },
                pair[1]);
            for (int i = 0; i < Requests && Ask(client); i++)
            {
            }
        }
        finally
        {
            _ = Libc.close(client);
        }

        load.WhenNoConnections().Wait(TimeSpan.FromSeconds(PatienceSeconds));
    }

    private static bool Ask(int client)
    {
        fixed (byte* request = Request)
        {
            if (Libc.write(client, request, (nuint)Request.Length) != Request.Length) return false;
        }

        byte* answer = stackalloc byte[1024];
        nint count;
        do count = Libc.read(client, answer, 1024);
        while (count < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
        // An answer without a body comes in one piece.
        return count > 0;
    }
}
