using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Peers;

namespace AppHost.Bench.Tests.Peers;

public sealed class PeerDiscoveryTests
{
    private static readonly Peer Nginx = new("nginx", ["nginx"], ["nginx"], []);
    private static readonly Peer Fpm = new("php-fpm", ["php-fpm", "php-fpm*"], ["php-fpm"], []);

    [Fact]
    public void The_first_folder_of_the_path_wins() =>
        Assert.Equal("/a/nginx", Find([Nginx], "/a:/b", ("/a", ["nginx"]), ("/b", ["nginx"]))["nginx"]);

    [Fact]
    public void Daemons_are_found_where_the_path_of_a_user_does_not_look() =>
        Assert.Equal("/usr/sbin/nginx", Find([Nginx], "/bin", ("/usr/sbin", ["nginx"]))["nginx"]);

    [Fact]
    public void What_is_not_there_is_left_out() => Assert.Empty(Find([Nginx], "/bin", ("/bin", ["nginx-debug"])));

    [Fact]
    public void A_name_may_end_with_a_version_and_the_newest_is_taken() =>
        Assert.Equal("/usr/sbin/php-fpm8.10", Find([Fpm], "", ("/usr/sbin", ["php-fpm8.9", "php-fpm8.10", "php-fpm8.2"]))["php-fpm"]);

    [Fact]
    public void The_plain_name_goes_before_one_with_a_version() =>
        Assert.Equal("/b/php-fpm", Find([Fpm], "/a:/b", ("/a", ["php-fpm8.2"]), ("/b", ["php-fpm"]))["php-fpm"]);

    [Fact]
    public void A_server_is_measured_only_when_all_it_needs_is_there()
    {
        var nginxOnly = new Dictionary<string, string> { ["nginx"] = "/usr/sbin/nginx" };
        Assert.False(BenchRun.IsPresent(ContestantCatalog.PhpFpm, nginxOnly, []));
        Assert.True(BenchRun.IsPresent(ContestantCatalog.Nginx, nginxOnly, []));
        Assert.True(BenchRun.IsPresent(ContestantCatalog.AppHostAsync, new Dictionary<string, string>(), []));
        Assert.False(BenchRun.IsPresent(ContestantCatalog.Nginx, nginxOnly, ["apphost"]));
    }

    [Fact]
    public void Every_program_that_a_server_needs_is_in_the_catalog() =>
        Assert.Subset(
            PeerCatalog.All.Select(peer => peer.Name).ToHashSet(), ContestantCatalog.All.SelectMany(one => one.Needs).ToHashSet());

    [Fact]
    public void Packages_are_installed_in_one_go_after_an_update()
    {
        var commands = PackageInstallation.Commands([Nginx, Fpm, Nginx], isRoot: false);
        Assert.Equal(
            [
                "sudo apt-get update",
                "sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends nginx php-fpm",
            ],
            commands.Select(command => command.Text));
        Assert.Equal("apt-get update", PackageInstallation.Commands([Nginx], isRoot: true)[0].Text);
        Assert.Empty(PackageInstallation.Commands([], isRoot: true));
    }

    private static IReadOnlyDictionary<string, string> Find(
        IEnumerable<Peer> peers, string path, params (string Folder, string[] Files)[] disk) =>
        PeerDiscovery.Find(peers, path, folder => disk.FirstOrDefault(entry => entry.Folder == folder).Files ?? []);
}
