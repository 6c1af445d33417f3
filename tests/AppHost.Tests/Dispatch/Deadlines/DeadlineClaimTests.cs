using AppHost.Worker.Dispatch.Deadlines;

namespace AppHost.Tests.Dispatch.Deadlines;

public sealed class DeadlineClaimTests
{
    private DeadlineClaim _claim;

    [Fact]
    public void A_look_at_a_request_that_has_ended_changes_nothing()
    {
        _claim.Begin();
        long seen = _claim.Read();
        Assert.Equal(DeadlineStep.Running, _claim.End());
        Assert.False(_claim.TryMove(seen, DeadlineStep.Expiring));
        // Nor does it when another request has taken the place and is just as far.
        _claim.Begin();
        Assert.False(_claim.TryMove(seen, DeadlineStep.Expiring));
        Assert.Equal(DeadlineStep.Running, DeadlineClaim.StepOf(_claim.Read()));
    }

    [Fact]
    public async Task A_request_does_not_end_while_its_answer_is_being_decided()
    {
        _claim.Begin();
        Assert.True(_claim.TryMove(_claim.Read(), DeadlineStep.Expiring));
        Task<DeadlineStep> end = Task.Run(() => _claim.End(), TestContext.Current.CancellationToken);
        Assert.False(end.IsCompleted);
        _claim.Decide(DeadlineStep.Expired);
        Assert.Equal(DeadlineStep.Expired, await end);
        Assert.Equal(DeadlineStep.Idle, DeadlineClaim.StepOf(_claim.Read()));
    }

    [Fact]
    public async Task Of_end_and_deadline_one_wins()
    {
        for (int round = 0; round < 2000; round++)
        {
            _claim.Begin();
            long seen = _claim.Read();
            using var together = new Barrier(2);
            Task<bool> deadline = Task.Run(() =>
            {
                together.SignalAndWait();
                bool won = _claim.TryMove(seen, DeadlineStep.Expiring);
                if (won) _claim.Decide(DeadlineStep.Expired);
                return won;
            }, TestContext.Current.CancellationToken);
            together.SignalAndWait(TestContext.Current.CancellationToken);
            DeadlineStep end = _claim.End();
            Assert.Equal(await deadline, end is DeadlineStep.Expired);
        }
    }
}
