using AppHost.Host.Releases;
using AppHost.Tests.Apps;

namespace AppHost.Tests.Releases;

public sealed class ReleaseStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];
    private readonly string _live;
    private readonly string _state;

    public ReleaseStoreTests()
    {
        _folder.Write("live/App.dll", "code");
        _live = _folder.Combine("live");
        _state = Directory.CreateDirectory(_folder.Combine("state")).FullName;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_copy_has_the_same_files_times_and_modes_and_none_of_the_same_inodes()
    {
        string script = _folder.Write("live/tools/run.sh", "#!");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetLastWriteTimeUtc(script, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        using ReleaseStore store = Open();
        ReleaseSnapshot snapshot = Take(store);
        string copy = Path.Combine(snapshot.Folder, "tools/run.sh");
        Assert.Equal(File.GetUnixFileMode(script), File.GetUnixFileMode(copy));
        Assert.Equal(File.GetLastWriteTimeUtc(script), File.GetLastWriteTimeUtc(copy));
        // In place, as `cp` does it: a hard link would change too.
        File.WriteAllText(Path.Combine(_live, "App.dll"), "half of the new co");
        Assert.Equal("code", File.ReadAllText(Path.Combine(snapshot.Folder, "App.dll")));
    }

    [Fact]
    public void Shared_names_are_the_live_ones_even_before_they_exist()
    {
        _folder.Write("live/shop.db", "rows");
        using ReleaseStore store = Open();
        ReleaseSnapshot snapshot = Take(store, "*.db", "uploads.txt");
        File.WriteAllText(Path.Combine(snapshot.Folder, "shop.db"), "more rows");
        File.WriteAllText(Path.Combine(snapshot.Folder, "uploads.txt"), "new");
        Assert.Equal("more rows", File.ReadAllText(Path.Combine(_live, "shop.db")));
        Assert.Equal("new", File.ReadAllText(Path.Combine(_live, "uploads.txt")));
    }

    [Fact]
    public void A_link_within_the_release_stays_one_and_a_file_from_elsewhere_is_copied()
    {
        string outside = _folder.Write("shared/Library.dll", "library");
        File.CreateSymbolicLink(Path.Combine(_live, "current.dll"), "App.dll");
        File.CreateSymbolicLink(Path.Combine(_live, "Library.dll"), outside);
        File.CreateSymbolicLink(Path.Combine(_live, "data"), Path.GetDirectoryName(outside)!);
        using ReleaseStore store = Open();
        ReleaseSnapshot snapshot = Take(store);
        Assert.Equal("App.dll", new FileInfo(Path.Combine(snapshot.Folder, "current.dll")).LinkTarget);
        Assert.Null(new FileInfo(Path.Combine(snapshot.Folder, "Library.dll")).LinkTarget);
        Assert.Equal(Path.GetDirectoryName(outside), new FileInfo(Path.Combine(snapshot.Folder, "data")).LinkTarget);
    }

    [Fact]
    public void The_state_folder_is_not_copied_into_itself()
    {
        string inside = Directory.CreateDirectory(Path.Combine(_live, "state")).FullName;
        using ReleaseStore store = ReleaseStore.Open(inside, _reports.Add, TimeProvider.System, out _)!;
        Assert.Equal(["App.dll"], Directory.GetFileSystemEntries(Take(store).Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_is_as_it_was_is_deleted()
    {
        using ReleaseStore store = Open();
        ReleaseSnapshot snapshot = Take(store);
        snapshot.Discard();
        Assert.False(Directory.Exists(snapshot.Folder));
        Assert.Empty(_reports);
    }

    [Theory]
    [InlineData("App.dll")]
    [InlineData("data/new.db")]
    public void A_folder_that_was_written_to_is_kept_and_reported(string written)
    {
        using (ReleaseStore store = Open())
        {
            ReleaseSnapshot snapshot = Take(store);
            string file = Path.Combine(snapshot.Folder, written);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "somebody's data");
        }

        Assert.Contains(written, Assert.Single(_reports), StringComparison.Ordinal);
        using ReleaseStore next = Open();
        Assert.Equal(2, _reports.Count);
        Assert.Single(Directory.GetFiles(_state, Path.GetFileName(written), SearchOption.AllDirectories));
    }

    [Fact]
    public void The_end_of_a_host_leaves_nothing()
    {
        using (ReleaseStore store = Open())
        {
            Take(store);
            Take(store);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_state));
    }

    [Fact]
    public void What_a_crashed_host_left_is_cleaned_up_by_the_next()
    {
        string left = Directory.CreateDirectory(Path.Combine(_state, "20260101-000000-000-1", "1")).FullName;
        File.WriteAllText(Path.Combine(left, "App.dll"), "half a copy");
        using ReleaseStore store = Open();
        Assert.Equal([store.Folder], Directory.GetDirectories(_state));
    }

    [Fact]
    public void The_copies_of_a_host_that_lives_are_left_alone()
    {
        using ReleaseStore first = Open();
        ReleaseSnapshot snapshot = Take(first);
        using ReleaseStore second = Open();
        Assert.True(File.Exists(Path.Combine(snapshot.Folder, "App.dll")));
        Assert.NotEqual(first.Folder, second.Folder);
    }

    [Fact]
    public void Two_hosts_that_open_at_the_same_moment_have_a_run_folder_each()
    {
        var standing = new StandingClock();
        using ReleaseStore first = Open(standing);
        using ReleaseStore second = Open(standing);
        Assert.NotEqual(first.Folder, second.Folder);
    }

    [Fact]
    public void A_release_that_cannot_be_copied_is_refused_and_leaves_nothing()
    {
        using ReleaseStore store = Open();
        Directory.Delete(_live, recursive: true);
        ReleaseException refused = Assert.Throws<ReleaseException>(() => Take(store));
        Assert.Contains(_live, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(store.Folder));
    }

    private ReleaseStore Open(TimeProvider? timeProvider = null)
    {
        ReleaseStore? store = ReleaseStore.Open(_state, _reports.Add, timeProvider ?? TimeProvider.System, out string? problem);
        Assert.Null(problem);
        return store!;
    }

    private ReleaseSnapshot Take(ReleaseStore store, params string[] shared) => store.Take(_live, shared, TestContext.Current.CancellationToken);

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
