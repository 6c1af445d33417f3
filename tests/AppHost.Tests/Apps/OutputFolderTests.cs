using AppHost.Host.Apps;

namespace AppHost.Tests.Apps;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Who_has_a_library_open_keeps_the_old_one_when_it_is_overwritten_in_place()
    {
        var library = _folder.Write("runtimes/linux-x64/native.so", "old");
        using var open = new FileStream(library, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        OutputFolder.Detach(_folder.Path);
        File.WriteAllText(library, "new");

        Assert.Equal("old", new StreamReader(open).ReadToEnd());
    }

    [Fact]
    public void Content_and_time_stay_and_nothing_is_left_over()
    {
        var library = _folder.Write("App.dll", "code");
        var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(library, time);

        OutputFolder.Detach(_folder.Path);

        Assert.Equal([library], Directory.GetFiles(_folder.Path));
        Assert.Equal("code", File.ReadAllText(library));
        Assert.Equal(time, File.GetLastWriteTimeUtc(library));
    }

    [Fact]
    public void A_folder_that_is_not_there_yet_is_left_alone() => OutputFolder.Detach(_folder.Combine("bin"));
}
