using AppHost.Tests.Support;
using AppHost.Worker.AccessLog;

namespace AppHost.Tests.AccessLog;

public sealed class FileTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("apphost-tests-").FullName;
    private readonly CapturingLogger<FileTarget> _logger = new();

    private string Path => System.IO.Path.Combine(_folder, "access.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Two_writers_of_one_file_do_not_overwrite_each_other()
    {
        using var one = new FileTarget(Path, _logger);
        using var other = new FileTarget(Path, _logger);
        one.Write("1\n"u8);
        other.Write("2\n"u8);
        one.Write("3\n"u8);
        Assert.Equal("1\n2\n3\n", File.ReadAllText(Path));
        Assert.Empty(_logger.Records);
    }

    [Fact]
    public void After_a_rotation_lines_go_to_the_old_file_until_it_is_reopened()
    {
        using var target = new FileTarget(Path, _logger);
        target.Write("1\n"u8);
        File.Move(Path, Path + ".1");
        target.Write("2\n"u8);
        target.Reopen();
        target.Write("3\n"u8);
        Assert.Equal(("1\n2\n", "3\n"), (File.ReadAllText(Path + ".1"), File.ReadAllText(Path)));
    }

    [Fact]
    public void A_folder_that_is_missing_costs_lines_and_one_complaint_until_it_is_back()
    {
        string folder = System.IO.Path.Combine(_folder, "gone");
        string path = System.IO.Path.Combine(folder, "access.log");
        using var target = new FileTarget(path, _logger);
        Assert.Equal(2, target.Write("1\n2\n"u8));
        Assert.Equal(1, target.Write("3\n"u8));
        Assert.Contains(path, Assert.Single(_logger.Records).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder);
        Assert.Equal(0, target.Write("4\n"u8));
        Assert.Equal("4\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_full_disk_costs_lines_and_is_named()
    {
        if (!File.Exists("/dev/full")) return;
        using var target = new FileTarget("/dev/full", _logger);
        Assert.Equal(2, target.Write("1\n2\n"u8));
        Assert.Contains("No space left", Assert.Single(_logger.Records).Message, StringComparison.Ordinal);
    }
}
