using AppHost.Host.Releases;

namespace AppHost.Tests.Releases;

public sealed class MountPointTests
{
    private static readonly string[] Mounts =
    [
        "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
        "30 22 0:26 / /run rw,nosuid,noexec - tmpfs tmpfs rw,size=1000k",
        "31 30 0:27 / /run/user rw,nosuid master:3 propagate_from:2 - tmpfs tmpfs rw",
        "40 22 7:1 / /image ro,relatime - squashfs /dev/loop1 rw",
        @"41 22 7:2 / /a\040b rw - ext4 /dev/sdb ro",
        "42 22 7:3 / /cut rw",
    ];

    [Theory]
    [InlineData("/srv/app", "/", false, false)]
    [InlineData("/run/apphost", "/run", false, true)]
    [InlineData("/run/user/0", "/run/user", false, false)]
    [InlineData("/running", "/", false, false)]
    [InlineData("/image/app", "/image", true, false)]
    [InlineData("/a b/c", "/a b", true, false)]
    [InlineData("/cut/x", "/", false, false)]
    public void The_longest_mount_above_a_path_counts(string path, string mount, bool readOnly, bool noExec) =>
        Assert.Equal(new MountPoint(mount, readOnly, noExec), MountPoint.Find(Mounts, path));

    [Fact]
    public void A_later_mount_hides_an_earlier_one_on_the_same_place() =>
        Assert.True(MountPoint.Find([.. Mounts, "50 30 0:30 / /run ro - tmpfs tmpfs rw"], "/run/x")!.IsReadOnly);

    [Fact]
    public void The_folder_of_the_tests_lies_on_a_mount_that_can_be_written_to() =>
        Assert.False(MountPoint.Of(AppContext.BaseDirectory)!.IsReadOnly);
}
