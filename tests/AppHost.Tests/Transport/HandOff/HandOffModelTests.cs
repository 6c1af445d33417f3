namespace AppHost.Tests.Transport.HandOff;

public sealed class HandOffModelTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void No_schedule_loses_or_doubles_a_connection(int workers)
    {
        int taken = 0;
        int returned = 0;
        int killed = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            using var model = new HandOffModel(seed, workers, connections: 12);
            for (int step = 0; step < 200; step++) model.Advance();
            model.Finish();
            taken += model.Taken;
            returned += model.Returned;
            killed += model.Killed;
        }

        // The schedules do all of it, and often.
        Assert.True(taken > 1000, $"{taken} taken");
        Assert.True(returned > 1000, $"{returned} returned");
        Assert.True(killed > 100, $"{killed} killed");
    }
}
