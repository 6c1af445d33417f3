using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

public sealed class BindAddressConflictsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:80", "http://127.0.0.1:80")]
    [InlineData("http://*:80", "http://+:80?http=2")]
    [InlineData("http://*:80", "http://127.0.0.1:80")]
    [InlineData("http://127.0.0.1:80", "http://*:80")]
    [InlineData("http://[::1]:80", "http://*:80")]
    [InlineData("http://0.0.0.0:80", "http://10.0.0.1:80")]
    [InlineData("http://[::]:80", "http://[::1]:80")]
    [InlineData("http://localhost:80", "http://[::1]:80")]
    [InlineData("http://localhost:80", "http://0.0.0.0:80")]
    [InlineData("http://app:80", "http://APP:80")]
    [InlineData("unix:/run/a.sock", "unix:/run/a.sock?mode=0600")]
    [InlineData("fd://3", "fd://3?http=2")]
    public void Two_addresses_that_cannot_be_bound_together_are_both_named(string earlier, string later)
    {
        var (address, problem) = Assert.Single(BindAddressConflicts.Find(Parse(earlier, "http://*:9999", later)));
        Assert.Equal(later, address.Text);
        Assert.Contains(earlier, problem.Message, StringComparison.Ordinal);
        Assert.Contains(later, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", "http://127.0.0.1:81")]
    [InlineData("http://127.0.0.1:80", "http://127.0.0.2:80")]
    [InlineData("http://0.0.0.0:80", "http://[::]:80")]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:0")]
    [InlineData("unix:/run/a.sock", "unix:/run/b.sock")]
    [InlineData("fd://3", "fd://4")]
    public void Addresses_that_go_together_are_left_alone(string earlier, string later) =>
        Assert.Empty(BindAddressConflicts.Find(Parse(earlier, later)));

    [Fact]
    public void Three_of_a_kind_are_two_problems() =>
        Assert.Equal(2, BindAddressConflicts.Find(Parse("8080", ":8080", "*:8080")).Count);

    private static BindAddress[] Parse(params string[] texts) => Addresses.Parse(texts);
}
