using System.Net.Sockets;
using AppHost.Host.Control.Client;
using AppHost.Tests.Apps;
using AppHost.Tests.Control.Folders;

namespace AppHost.Tests.Control.Client;

public sealed class InstanceFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_only_one_needs_no_name()
    {
        await using var shop = new TestInstance(_folder.Path, "shop");
        InstanceSearch search = await FindAsync();
        Assert.Equal((shop.Socket, "shop", null), (search.Place?.Text, search.Status!.Host.Name, search.Problem));
    }

    [Fact]
    public async Task A_root_may_be_the_run_folder_itself()
    {
        await using var shop = new TestInstance(_folder.Path, "shop");
        var finder = new InstanceFinder([_folder.Combine("apphost/shop")]);
        Assert.Equal(shop.Socket, (await finder.FindAsync(null, null, TestContext.Current.CancellationToken)).Place?.Text);
    }

    [Fact]
    public async Task Of_several_the_named_one_is_found()
    {
        await using var shop = new TestInstance(_folder.Path, "shop");
        await using var blog = new TestInstance(_folder.Path, "blog");
        Assert.Equal(blog.Socket, (await FindAsync("blog")).Place?.Text);
        InstanceSearch search = await FindAsync();
        Assert.Null(search.Place);
        Assert.StartsWith("several hosts run; name one with --name", search.Problem, StringComparison.Ordinal);
        Assert.Contains("\n  blog, pid ", search.Problem, StringComparison.Ordinal);
        Assert.Contains("\n  shop, pid ", search.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_answered_with_those_that_run()
    {
        await using var shop = new TestInstance(_folder.Path, "shop");
        Assert.StartsWith("no host named 'shopp' runs; these do:\n  shop, pid ", (await FindAsync("shopp")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_sockets_are_passed_over()
    {
        Directory.CreateDirectory(_folder.Combine("apphost/dead"));
        ControlSocketTests.Leave(_folder.Combine("apphost/dead/control.sock"));
        InstanceSearch none = await FindAsync();
        Assert.StartsWith("no host runs that you may speak to. Looked in ", none.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("dead", none.Problem, StringComparison.Ordinal);
        await using var shop = new TestInstance(_folder.Path, "shop");
        Assert.Equal(shop.Socket, (await FindAsync()).Place?.Text);
    }

    [Fact]
    public async Task What_is_no_socket_is_passed_over()
    {
        _folder.Write("apphost/odd/control.sock", "text");
        Assert.DoesNotContain("odd", (await FindAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_answer_is_named_and_hides_no_other()
    {
        Directory.CreateDirectory(_folder.Combine("apphost/mute"));
        using var mute = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        mute.Bind(new UnixDomainSocketEndPoint(_folder.Combine("apphost/mute/control.sock")));
        mute.Listen(1);
        Assert.Contains("mute/control.sock: no answer within 3 s", (await FindAsync()).Problem, StringComparison.Ordinal);
        await using var shop = new TestInstance(_folder.Path, "shop");
        Assert.Equal(shop.Socket, (await FindAsync()).Place?.Text);
    }

    [Fact]
    public async Task What_is_not_apphost_is_said_to_be_so()
    {
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(_folder.Combine("other.sock")));
        other.Listen(1);
        Task<InstanceSearch> searching = FindAsync(socket: _folder.Combine("other.sock"));
        using (Socket client = await other.AcceptAsync(TestContext.Current.CancellationToken))
        {
            await client.SendAsync("220 mail.example ESMTP\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            await client.ReceiveAsync(new byte[4096], TestContext.Current.CancellationToken);
        }

        Assert.EndsWith("what answers there is not apphost", (await searching).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_was_named_is_the_one_that_counts()
    {
        await using var shop = new TestInstance(_folder.Path, "shop");
        await using var blog = new TestInstance(_folder.Path, "blog");
        Assert.Equal(shop.Socket, (await FindAsync(socket: shop.Socket)).Place?.Text);
        Assert.EndsWith("is not named blog", (await FindAsync("blog", shop.Socket)).Problem, StringComparison.Ordinal);
        Assert.EndsWith("no host listens there", (await FindAsync(socket: _folder.Combine("none.sock"))).Problem, StringComparison.Ordinal);
    }

    private Task<InstanceSearch> FindAsync(string? name = null, string? socket = null) =>
        new InstanceFinder([_folder.Combine("apphost")]).FindAsync(name, socket is null ? null : new ControlPlace(socket), TestContext.Current.CancellationToken);
}
