using System.Net.Sockets;
using AppHost.Host.Configuration;
using AppHost.Host.Control.Folders;
using AppHost.Tests.Apps;

namespace AppHost.Tests.Control.Folders;

public sealed class ControlSocketTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly ControlSettings ByConvention = new(null, ControlSocketChoice.InRunFolder, null);

    private readonly TemporaryFolder _folder = new();

    private Dictionary<string, string> Environment => new() { ["XDG_RUNTIME_DIR"] = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Socket_and_folder_are_for_the_owner_alone()
    {
        ControlSocketClaim claim = ControlSocket.Claim(ByConvention, "shop", Environment);
        using (claim.Listener)
        {
            Assert.Equal((null, null, "shop"), (claim.Warning, claim.Problem, claim.Instance));
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder.Combine("apphost/shop/control.sock")));
            Assert.Equal(RunFolder.Mode, File.GetUnixFileMode(_folder.Combine("apphost/shop")));
            Assert.Equal(RunFolder.Mode, File.GetUnixFileMode(_folder.Combine("apphost")));
        }

        Assert.False(File.Exists(_folder.Combine("apphost/shop/control.sock")));
    }

    [Fact]
    public void A_second_host_of_a_name_gets_a_number()
    {
        using var first = ControlSocket.Claim(ByConvention, "shop", Environment).Listener;
        ControlSocketClaim second = ControlSocket.Claim(ByConvention, "shop", Environment);
        using (second.Listener)
        {
            Assert.NotNull(second.Listener);
            Assert.Equal("shop-2", second.Instance);
            Assert.Contains("another instance is named shop", second.Warning, StringComparison.Ordinal);
            using var third = ControlSocket.Claim(ByConvention, "shop", Environment).Listener;
            Assert.Contains("shop-3", third!.DisplayText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_a_killed_host_left_is_taken_over()
    {
        Directory.CreateDirectory(_folder.Combine("apphost/shop"));
        Leave(_folder.Combine("apphost/shop/control.sock"));
        ControlSocketClaim claim = ControlSocket.Claim(ByConvention, "shop", Environment);
        using (claim.Listener) Assert.Equal(("shop", true), (claim.Instance, claim.Listener is not null));
    }

    [Fact]
    public void A_place_that_was_chosen_and_is_taken_is_a_mistake()
    {
        var settings = new ControlSettings(null, new ControlSocketChoice(false, _folder.Combine("c.sock")), null);
        using var first = ControlSocket.Claim(settings, "shop", Environment).Listener;
        Assert.Contains("another instance answers on it", ControlSocket.Claim(settings, "shop", Environment).Problem, StringComparison.Ordinal);

        var runFolder = new ControlSettings(_folder.Combine("run"), ControlSocketChoice.InRunFolder, null);
        using var third = ControlSocket.Claim(runFolder, "shop", Environment).Listener;
        Assert.Contains("--run-folder", ControlSocket.Claim(runFolder, "shop", Environment).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_no_use_costs_the_socket_only()
    {
        // Also root can make no folder below a file.
        _folder.Write("file", "");
        ControlSocketClaim claim = ControlSocket.Claim(ByConvention, "shop", new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = _folder.Combine("file") });
        Assert.Null(claim.Listener);
        Assert.Null(claim.Problem);
        Assert.Contains("the host serves without one", claim.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apphost")]
    [InlineData("apphost/shop")]
    public void A_folder_that_others_may_write_to_is_not_trusted(string open)
    {
        Directory.CreateDirectory(_folder.Combine("apphost/shop"));
        File.SetUnixFileMode(_folder.Combine(open), RunFolder.Mode | UnixFileMode.OtherWrite);
        ControlSocketClaim claim = ControlSocket.Claim(ByConvention, "shop", Environment);
        Assert.Null(claim.Listener);
        Assert.Contains("can be written by other users", claim.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_place_of_the_folder_is_not_followed()
    {
        Directory.CreateDirectory(_folder.Combine("elsewhere"));
        Directory.CreateDirectory(_folder.Combine("apphost"));
        Directory.CreateSymbolicLink(_folder.Combine("apphost/shop"), _folder.Combine("elsewhere"));
        Assert.Null(ControlSocket.Claim(ByConvention, "shop", Environment).Listener);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Combine("elsewhere")));
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_said()
    {
        var settings = new ControlSettings(_folder.Combine(new string('x', 120)), ControlSocketChoice.InRunFolder, null);
        Assert.Contains("limit for a Unix socket", ControlSocket.Claim(settings, "shop", Environment).Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Off_is_silent()
    {
        ControlSocketClaim claim = ControlSocket.Claim(new ControlSettings(null, ControlSocketChoice.Off, null), "shop", Environment);
        Assert.Equal(new ControlSocketClaim(null, "shop", null, null), claim);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>A socket file whose server is gone: closed without the file being removed.</summary>
    internal static void Leave(string path)
    {
        string other = path + ".bound";
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(other));
            // Dispose removes the path that was bound, and not this one.
            File.Move(other, path);
        }

        Assert.True(File.Exists(path));
    }
}
