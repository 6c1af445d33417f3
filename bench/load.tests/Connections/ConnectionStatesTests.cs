using AppHost.Load.Connections;

namespace AppHost.Load.Tests.Connections;

public sealed class ConnectionStatesTests
{
    [Fact]
    public void A_request_on_a_closed_connection_goes_through_connecting_back_to_idle()
    {
        var state = ConnectionState.Closed;
        ConnectionEvent[] events =
        [
            ConnectionEvent.Open, ConnectionEvent.BacklogFull, ConnectionEvent.Open, ConnectionEvent.Established, ConnectionEvent.Answered,
        ];
        foreach (var happened in events)
            state = ConnectionStates.Next(state, happened);
        Assert.Equal(ConnectionState.Idle, state);
    }

    [Fact]
    public void Every_open_connection_can_be_closed_and_a_closed_one_cannot()
    {
        foreach (var state in Enum.GetValues<ConnectionState>().Where(state => state != ConnectionState.Closed))
            Assert.Equal(ConnectionState.Closed, ConnectionStates.Next(state, ConnectionEvent.Close));
        Assert.Throws<InvalidOperationException>(() => ConnectionStates.Next(ConnectionState.Closed, ConnectionEvent.Close));
    }

    [Fact]
    public void A_connection_never_carries_two_requests() =>
        Assert.Throws<InvalidOperationException>(() => ConnectionStates.Next(ConnectionState.Exchanging, ConnectionEvent.Request));

    [Theory]
    [InlineData(0.1, 64, 6)]
    [InlineData(0.01, 10, 1)]
    [InlineData(0.99, 10, 9)]
    public void A_skew_leaves_at_least_one_connection_on_each_side(double share, int connections, int busy) =>
        Assert.Equal(busy, new Skew(share, 0.9).BusyConnections(connections));
}
