using AppHost.Worker.Interop;

namespace AppHost.Tests.Support;

internal static class Descriptor
{
    private const int F_DUPFD_CLOEXEC = 1030;

    /// <summary>The same open file under a further number, as if inherited. Whoever is given it closes it.</summary>
    public static int Duplicate(int descriptor)
    {
        int copy = Libc.fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
        Assert.True(copy >= 0);
        return copy;
    }
}
