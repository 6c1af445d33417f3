using System.Globalization;
using AppHost.Host.Master;
using AppHost.Tests.Binding;

namespace AppHost.Tests.Master;

public sealed class PidFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["host.pid"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_holds_the_process_id_and_goes_with_the_host()
    {
        using (PidFile? file = PidFile.Create(FilePath, out string? problem))
        {
            Assert.NotNull(file);
            Assert.Null(problem);
            Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void That_of_a_living_process_is_respected()
    {
        File.WriteAllText(FilePath, "1\n");
        Assert.Null(PidFile.Create(FilePath, out string? problem));
        Assert.Contains(FilePath, problem, StringComparison.Ordinal);
        Assert.Contains("process 1 is alive", problem, StringComparison.Ordinal);
        Assert.Equal("1\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void That_of_a_process_which_began_after_it_was_written_is_stale()
    {
        File.WriteAllText(FilePath, "1\n");
        // The machine was booted since, or the id was given anew.
        File.SetLastWriteTimeUtc(FilePath, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using PidFile? file = PidFile.Create(FilePath, out string? problem);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData(100, 50, true)]
    [InlineData(50, 51, true)]
    [InlineData(50, 53, false)]
    [InlineData(50, 5000, false)]
    public void Who_was_there_when_it_was_written_may_own_it(int sinceStarted, int sinceWritten, bool may) =>
        Assert.Equal(may, PidFile.CanHaveWritten(TimeSpan.FromSeconds(sinceStarted), TimeSpan.FromSeconds(sinceWritten)));

    [Theory]
    [InlineData("999999999\n")]
    [InlineData("")]
    [InlineData("not a number")]
    [InlineData("-1")]
    public void A_stale_one_is_replaced(string content)
    {
        File.WriteAllText(FilePath, content);
        using PidFile? file = PidFile.Create(FilePath, out string? problem);
        Assert.Null(problem);
        Assert.Equal(Environment.ProcessId, int.Parse(File.ReadAllText(FilePath), CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Somebody_elses_is_not_removed()
    {
        PidFile file = PidFile.Create(FilePath, out _)!;
        File.WriteAllText(FilePath, "999999999\n");
        file.Dispose();
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public void A_file_that_was_removed_meanwhile_is_no_error()
    {
        PidFile file = PidFile.Create(FilePath, out _)!;
        File.Delete(FilePath);
        file.Dispose();
    }

    [Fact]
    public void A_folder_that_is_missing_is_told()
    {
        string path = _folder["missing/host.pid"];
        Assert.Null(PidFile.Create(path, out string? problem));
        Assert.StartsWith($"pid-file {path}: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_leaves_nothing_behind()
    {
        Directory.CreateDirectory(FilePath);
        Assert.Null(PidFile.Create(FilePath, out string? problem));
        Assert.NotNull(problem);
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder.Path));
    }
}
