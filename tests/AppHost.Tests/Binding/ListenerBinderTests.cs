using System.Net;
using System.Runtime.Versioning;
using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

[SupportedOSPlatform("linux")]
public sealed class ListenerBinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_set_has_the_order_of_the_list()
    {
        string unix = $"unix:{_folder["a.sock"]}";
        using ListenerSet set = Addresses.Open("http://localhost:0", unix, "http://127.0.0.1:0", "http://127.0.0.1:0");
        Assert.Equal(["http://localhost:0", "http://localhost:0", unix, "http://127.0.0.1:0", "http://127.0.0.1:0"],
            set.Select(listener => listener.Address.Text));
    }

    [Fact]
    public void One_failure_undoes_everything_and_all_failures_are_told()
    {
        using ListenerSet holder = Addresses.Open("http://127.0.0.1:0");
        int port = Port(holder[0]);
        string good = $"unix:{_folder["good.sock"]}";
        BindOutcome outcome = Addresses.Bind(
            good, $"http://127.0.0.1:{port}", $"unix:{_folder["none/a.sock"]}", $"{good}?mode=0600", "fd://1000000");
        Assert.Null(outcome.Listeners);
        Assert.Equal(4, outcome.Problems.Count);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_reload_keeps_the_sockets_of_addresses_that_stay()
    {
        using ListenerSet old = Addresses.Open("http://localhost:0", "http://127.0.0.1:0", $"unix:{_folder["a.sock"]}");
        BindOutcome outcome = new ListenerBinder(16).Bind(
            Addresses.Parse($"unix:{_folder["a.sock"]}?mode=0600&http=2", "http://localhost:0", $"unix:{_folder["new.sock"]}"), old);

        Assert.Empty(outcome.Problems);
        using ListenerSet next = outcome.Listeners!;
        Assert.Equal([old[3].Descriptor, old[0].Descriptor, old[1].Descriptor], next.Take(3).Select(listener => listener.Descriptor));
        Assert.True(next[0].Http2);
        Assert.False(old[3].Http2);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["a.sock"]));
        Assert.Equal([old[2]], old.Without(next));
        Assert.Equal([next[3]], next.Without(old));
    }

    [Fact]
    public void A_failed_reload_leaves_the_sockets_in_use_alone()
    {
        using ListenerSet old = Addresses.Open("http://127.0.0.1:0", $"unix:{_folder["a.sock"]}");
        BindOutcome outcome = new ListenerBinder(16).Bind(
            Addresses.Parse("http://127.0.0.1:0", $"unix:{_folder["a.sock"]}?mode=0600", "fd://1000000"), old);
        Assert.Null(outcome.Listeners);
        Assert.Equal(UnixBindAddress.DefaultMode, File.GetUnixFileMode(_folder["a.sock"]));
        BindProblem stillHeld = Addresses.Refused($"http://127.0.0.1:{Port(old[0])}");
        Assert.Contains("held by this host itself", stillHeld.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_free_ports_stay_two_over_a_reload()
    {
        BindAddress[] addresses = Addresses.Parse("http://127.0.0.1:0", "http://127.0.0.1:0");
        using ListenerSet old = new ListenerBinder(16).Bind(addresses).Listeners!;
        using ListenerSet next = new ListenerBinder(16).Bind(addresses, old).Listeners!;
        Assert.Equal(old.Select(Port), next.Select(Port));
        Assert.Equal(2, next.Select(Port).Distinct().Count());
    }

    [Fact]
    public void A_socket_whose_file_was_cleaned_away_is_bound_anew_by_a_reload()
    {
        using ListenerSet old = Addresses.Open($"unix:{_folder["a.sock"]}");
        File.Delete(_folder["a.sock"]);
        using ListenerSet next = new ListenerBinder(16).Bind([old[0].Address], old).Listeners!;
        Assert.NotEqual(old[0].Descriptor, next[0].Descriptor);
        old.Without(next).Dispose();
        Assert.True(File.Exists(_folder["a.sock"]));
    }

    public void Dispose() => _folder.Dispose();

    private static int Port(Listener listener) => ((IPEndPoint)listener.EndPoint).Port;
}
