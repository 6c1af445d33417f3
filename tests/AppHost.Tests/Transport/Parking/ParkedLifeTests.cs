using AppHost.Worker.Transport.Parking;

namespace AppHost.Tests.Transport.Parking;

public sealed class ParkedLifeTests
{
    [Fact]
    public void A_silent_connection_can_wait_be_offered_and_leave()
    {
        Assert.Equal(ParkedState.Waiting, ParkedLife.Next(ParkedState.Parked, ParkedTrigger.Wait));
        Assert.Equal(ParkedState.Offered, ParkedLife.Next(ParkedState.Parked, ParkedTrigger.Offer));
        Assert.Equal(ParkedState.Offered, ParkedLife.Next(ParkedState.Waiting, ParkedTrigger.Offer));
        Assert.Equal(ParkedState.Gone, ParkedLife.Next(ParkedState.Waiting, ParkedTrigger.Leave));
    }

    [Fact]
    public void An_offered_connection_comes_back_silent()
    {
        Assert.Equal(ParkedState.Parked, ParkedLife.Next(ParkedState.Offered, ParkedTrigger.Return));
        Assert.Equal(ParkedState.Offered, ParkedLife.Next(ParkedState.Offered, ParkedTrigger.Wait));
        Assert.Equal(ParkedState.Offered, ParkedLife.Next(ParkedState.Offered, ParkedTrigger.Offer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_brings_back_one_that_has_left(int trigger) =>
        Assert.Equal(ParkedState.Gone, ParkedLife.Next(ParkedState.Gone, (ParkedTrigger)trigger));
}
