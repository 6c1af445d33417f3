using AppHost.Host.Releases;
using AppHost.Tests.Apps;

namespace AppHost.Tests.Releases;

public sealed class StateFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_setting_excludes_all_else() => Assert.Equal(
        ["/configured"], StateFolder.Candidates("/configured", new Dictionary<string, string> { ["HOME"] = "/root" }, "/tmp", 7));

    [Fact]
    public void The_unit_comes_before_the_user_and_the_user_before_the_temporary_folder() => Assert.Equal(
        ["/var/lib/shop", "/state/apphost", "/tmp/apphost-7-state"],
        StateFolder.Candidates(
            null,
            new Dictionary<string, string> { ["STATE_DIRECTORY"] = "/var/lib/shop:/var/lib/other", ["XDG_STATE_HOME"] = "/state", ["HOME"] = "/root" },
            "/tmp",
            7));

    [Fact]
    public void A_relative_XDG_path_is_ignored() => Assert.Equal(
        ["/root/.local/state/apphost", "/tmp/apphost-7-state"],
        StateFolder.Candidates(null, new Dictionary<string, string> { ["XDG_STATE_HOME"] = "state", ["HOME"] = "/root" }, "/tmp", 7));

    [Fact]
    public void The_folder_is_for_its_owner_only()
    {
        string? folder = StateFolder.Create([_folder.Combine("a/b")], "shop", out string? problem);
        Assert.Null(problem);
        Assert.Equal(_folder.Combine("a/b/shop"), folder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder!));
    }

    [Fact]
    public void A_candidate_that_will_not_do_is_passed_over()
    {
        string file = _folder.Write("file", "");
        Assert.Equal(_folder.Combine("b/shop"), StateFolder.Create([file, _folder.Combine("b")], "shop", out string? problem));
        Assert.Null(problem);
        Assert.Null(StateFolder.Create([file], "shop", out problem));
        Assert.Contains(file, problem!, StringComparison.Ordinal);
    }
}
