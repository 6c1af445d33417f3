using AppHost.Host.Control.Folders;

namespace AppHost.Tests.Control.Folders;

public sealed class RunFoldersTests
{
    [Fact]
    public void The_setting_wins_and_is_the_folder_itself()
    {
        var environment = new Dictionary<string, string> { ["RUNTIME_DIRECTORY"] = "/run/a", ["XDG_RUNTIME_DIR"] = "/run/user/7" };
        Assert.Equal(new RunFolder("/srv/run", false), RunFolders.Of("/srv/run", "shop", environment, 7, "/tmp"));
    }

    [Theory]
    [InlineData("RUNTIME_DIRECTORY", "/run/apphost/shop", "/run/apphost/shop", false)]
    [InlineData("RUNTIME_DIRECTORY", "/run/apphost/shop:/run/other", "/run/apphost/shop", false)]
    [InlineData("XDG_RUNTIME_DIR", "/run/user/7/", "/run/user/7/apphost/shop", true)]
    [InlineData("XDG_RUNTIME_DIR", "relative", "/tmp/apphost-7/shop", true)]
    [InlineData("XDG_RUNTIME_DIR", "", "/tmp/apphost-7/shop", true)]
    [InlineData("NOTHING", "", "/tmp/apphost-7/shop", true)]
    public void Else_the_platform_names_it(string variable, string value, string path, bool isFound) =>
        Assert.Equal(new RunFolder(path, isFound), RunFolders.Of(null, "shop", new Dictionary<string, string> { [variable] = value }, 7, "/tmp"));

    [Fact]
    public void A_user_looks_where_his_hosts_are()
    {
        var environment = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = "/run/user/7" };
        Assert.Equal(
            ["/run/user/7/apphost", "/run/apphost", "/tmp/apphost-7"],
            RunFolders.SearchRoots(environment, 7, "/tmp", (_, _) => throw new InvalidOperationException("no need to look")));
    }

    [Fact]
    public void Root_looks_at_everybodys()
    {
        IEnumerable<string> List(string folder, string pattern) => (folder, pattern) switch
        {
            ("/run/user", "*") => ["/run/user/7", "/run/user/8"],
            ("/tmp", "apphost-*") => ["/tmp/apphost-0", "/tmp/apphost-7", "/tmp/apphost-test-x"],
            _ => [],
        };
        Assert.Equal(
            ["/run/apphost", "/run/user/7/apphost", "/run/user/8/apphost", "/tmp/apphost-0", "/tmp/apphost-7", "/run/user/0/apphost"],
            RunFolders.SearchRoots(new Dictionary<string, string>(), 0, "/tmp", List));
    }
}
