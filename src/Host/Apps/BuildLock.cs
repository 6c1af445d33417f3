namespace AppHost.Host.Apps;

/// <summary>
/// Lets the hosts of one user build one after the other: two builds that refer to the same project would write the same files
/// in its obj folder at once, and MSBuild does not guard against that.
/// </summary>
internal static class BuildLock
{
    private const int WouldBlock = 11; // EWOULDBLOCK of Linux: another process has it
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for its turn.</summary>
    /// <param name="path">A file that is made if need be and never deleted: another process may be waiting for it.</param>
    /// <param name="timeProvider">For the pauses.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Dispose it after the build. Null if the file cannot be had at all: then the build goes on without.</returns>
    public static async Task<IDisposable?> AcquireAsync(string path, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception.HResult == WouldBlock)
            {
                await Task.Delay(Pause, timeProvider, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
