using AppHost.Host.Configuration;

namespace AppHost.Tests.Configuration;

public sealed class TransportSelectionTests
{
    [Theory]
    [InlineData(nameof(TransportKind.Auto), true)]
    [InlineData(nameof(TransportKind.Epoll), true)]
    [InlineData(nameof(TransportKind.Sockets), false)]
    public void On_Linux_only_the_wish_for_sockets_is_a_reason_for_them(string kind, bool own) =>
        Assert.Equal(own, Enum.Parse<TransportKind>(kind).UsesOwnLoop(hasEpoll: true));

    [Fact]
    public void Where_there_is_no_epoll_there_are_sockets() => Assert.False(TransportKind.Auto.UsesOwnLoop(hasEpoll: false));
}
