using AppHost.Host.Releases;
using AppHost.Tests.Apps;
using AppHost.Tests.Support;

namespace AppHost.Tests.Releases;

public sealed class ReleaseWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly SemaphoreSlim _changed = new(0);

    public void Dispose()
    {
        _folder.Dispose();
        _changed.Dispose();
    }

    [Fact]
    public async Task A_made_and_a_touched_file_ask_once_each()
    {
        string app = _folder.Write("App.dll", "code");
        using var watch = new ReleaseWatch(app, "restart.txt", watchesCode: false, _clock, () => _changed.Release());
        string file = _folder.Write("restart.txt", "");
        await AskedAsync();
        File.SetLastWriteTimeUtc(file, new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await AskedAsync();
        Assert.Equal(0, _changed.CurrentCount);
    }

    [Fact]
    public async Task Changed_code_asks_when_it_has_settled()
    {
        string app = _folder.Write("App.dll", "code");
        using var watch = new ReleaseWatch(_folder.Path, "", watchesCode: true, _clock, () => _changed.Release());
        File.WriteAllText(app, "other code");
        await AskedAsync();
        Assert.Equal(0, _changed.CurrentCount);
    }

    [Fact]
    public void Code_is_seen_and_results_of_a_build_are_not()
    {
        _folder.Write("App.csproj", "");
        long before = ReleaseSight.CodeIn(_folder.Path);
        _folder.Write("bin/Release/App.dll", "built");
        _folder.Write("notes.txt", "text");
        Assert.Equal(before, ReleaseSight.CodeIn(_folder.Path));
        _folder.Write("Deep/Class.cs", "class");
        Assert.NotEqual(before, ReleaseSight.CodeIn(_folder.Path));
    }

    // A look runs on the pool: the clock goes on until it has come.
    private async Task AskedAsync()
    {
        while (!await _changed.WaitAsync(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken)) _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
