namespace AppHost.Host.Releases;

/// <summary>
/// Looks at the release folder once a second: a touched <c>restart.txt</c>, and if wanted any change of code, asks for a
/// reload. It polls, because a notification misses network and overlay file systems and follows a replaced folder's old inode.
/// </summary>
internal sealed class ReleaseWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly string _folder;
    private readonly string? _touchFile;
    private readonly bool _watchesCode;
    private readonly Action _changed;
    private readonly Task _watching;

    /// <param name="appPath">As it was configured: its links are followed at each look.</param>
    /// <param name="touchFile">A name in the folder; empty: none.</param>
    /// <param name="watchesCode">Whether changes of code count.</param>
    /// <param name="changed">Called on a pool thread.</param>
    public ReleaseWatch(string appPath, string touchFile, bool watchesCode, TimeProvider timeProvider, Action changed)
    {
        _folder = Directory.Exists(appPath) ? appPath : Path.GetDirectoryName(appPath)!;
        _touchFile = touchFile.Length == 0 ? null : touchFile;
        _watchesCode = watchesCode;
        _changed = changed;
        // The first look is now, not after the start of a task that may come late.
        _watching = WatchAsync(Look(), new PeriodicTimer(Interval, timeProvider));
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    private async Task WatchAsync(Sight last, PeriodicTimer timer)
    {
        using (timer)
        {
            Sight? unsettled = null;
            while (await NextAsync(timer))
            {
                Sight now = Look();
                // Code is being written: wait until two looks are alike.
                if (now.Code != last.Code && now.Code != unsettled?.Code)
                {
                    unsettled = now;
                    continue;
                }

                bool touched = now.Touched is not null && now.Touched != last.Touched;
                bool changed = now.Code != last.Code;
                (last, unsettled) = (now, null);
                if (touched || changed) _changed();
            }
        }
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_ending.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private Sight Look() => new(
        _touchFile is null ? null : ReleaseSight.TimeOf(Path.Combine(_folder, _touchFile)),
        _watchesCode ? ReleaseSight.CodeIn(_folder) : 0);

    private sealed record Sight(DateTime? Touched, long Code);
}
