using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

public sealed class GateTests
{
    [Theory]
    [InlineData(0, 0, 0, GateDecision.Serve)]
    [InlineData(3, 0, 0, GateDecision.Serve)]
    [InlineData(1, 1, 1, GateDecision.Serve)]
    [InlineData(2, 1, 1, GateDecision.Queue)]
    [InlineData(4, 0, 0, GateDecision.Queue)]
    [InlineData(0, 0, 4, GateDecision.Queue)]
    [InlineData(4, 7, 0, GateDecision.Queue)]
    [InlineData(4, 8, 0, GateDecision.Shed)]
    [InlineData(4, 0, 8, GateDecision.Shed)]
    [InlineData(4, 20, 0, GateDecision.Shed)]
    public void Alone_it_serves_then_queues_then_sheds(int busy, int queued, int fresh, object decision) =>
        Assert.Equal(decision, Gate.Decide(Load(busy, queued, fresh), SiblingLoad.None, QueuePolicy.Reject));

    [Theory]
    [InlineData(QueuePolicy.Reject, GateDecision.Shed)]
    [InlineData(QueuePolicy.DiscardOldest, GateDecision.Shed)]
    [InlineData(QueuePolicy.CallerRuns, GateDecision.Leave)]
    public void What_a_full_worker_does_is_the_policys_affair(QueuePolicy policy, object decision) =>
        Assert.Equal(decision, Gate.Decide(Load(4, 8), SiblingLoad.None, policy));

    [Fact]
    public void A_free_sibling_gets_what_would_wait_here() =>
        Assert.Equal(GateDecision.Leave, Gate.Decide(Load(4), Siblings(Load(4), Load(3)), QueuePolicy.Reject));

    [Fact]
    public void A_free_worker_does_not_look_at_siblings() =>
        Assert.Equal(GateDecision.Serve, Gate.Decide(Load(3), Siblings(Load(0)), QueuePolicy.Reject));

    [Theory]
    [InlineData(4, 0, false)]
    [InlineData(5, 0, true)]
    [InlineData(112, 100, false)]
    [InlineData(113, 100, true)]
    public void A_worker_ahead_of_a_free_sibling_yields(int connections, int atSibling, bool yields) =>
        Assert.Equal(yields, Gate.Yields(connections, Siblings(With(atSibling, busy: 3), With(atSibling + 50, busy: 0))));

    [Fact]
    public void Nobody_yields_to_workers_without_a_free_slot()
    {
        Assert.False(Gate.Yields(1000, Siblings(With(0, busy: 4))));
        Assert.False(Gate.Yields(1000, SiblingLoad.None));
    }

    [Theory]
    [InlineData(2, GateDecision.Leave)]
    [InlineData(3, GateDecision.Queue)]
    [InlineData(4, GateDecision.Queue)]
    public void Among_busy_workers_the_shortest_queue_takes_it(int queuedAtSibling, object decision) =>
        Assert.Equal(decision, Gate.Decide(Load(4, 3), Siblings(Load(4, queuedAtSibling)), QueuePolicy.Reject));

    [Fact]
    public void Nothing_is_shed_while_a_sibling_has_room() =>
        Assert.Equal(GateDecision.Leave, Gate.Decide(Load(4, 8), Siblings(Load(4, 8), Load(4, 7)), QueuePolicy.Reject));

    [Fact]
    public void When_every_queue_is_full_it_is_shed() =>
        Assert.Equal(GateDecision.Shed, Gate.Decide(Load(4, 8), Siblings(Load(4, 8), Load(4, 9)), QueuePolicy.Reject));

    [Fact]
    public void A_sibling_with_a_short_but_full_queue_is_no_reason_to_leave_it() =>
        // During a reload workers of two configurations serve side by side.
        Assert.Equal(GateDecision.Queue, Gate.Decide(Load(4, 3), Siblings(Load(4) with { QueueLimit = 0 }), QueuePolicy.Reject));

    [Fact]
    public void In_any_fleet_of_accepting_workers_somebody_accepts()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            GateLoad[] fleet = RandomFleet(seed);
            foreach (QueuePolicy policy in Enum.GetValues<QueuePolicy>())
            {
                bool allFull = fleet.All(load => load.Taken >= load.Slots && load.Waiting >= load.QueueLimit);
                bool accepts = Decisions(fleet, policy).Any(decision => decision is not GateDecision.Leave);
                bool leavesAll = allFull && policy is QueuePolicy.CallerRuns;
                Assert.True(accepts != leavesAll, $"Seed {seed}, {policy}: {string.Join(", ", fleet)}");
            }
        }
    }

    [Fact]
    public void In_any_fleet_the_decisions_fit_each_other()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            GateLoad[] fleet = RandomFleet(seed);
            foreach (QueuePolicy policy in Enum.GetValues<QueuePolicy>())
            {
                GateDecision[] decisions = Decisions(fleet, policy);
                bool anyFree = fleet.Any(load => load.Taken < load.Slots);
                bool anyRoom = fleet.Any(load => load.Waiting < load.QueueLimit);
                for (int i = 0; i < fleet.Length; i++)
                {
                    bool fits = decisions[i] switch
                    {
                        GateDecision.Serve => fleet[i].Taken < fleet[i].Slots,
                        // A free slot always accepts.
                        _ when fleet[i].Taken < fleet[i].Slots => false,
                        GateDecision.Queue => !anyFree && fleet[i].Waiting < fleet[i].QueueLimit,
                        GateDecision.Shed => !anyFree && !anyRoom && policy is not QueuePolicy.CallerRuns,
                        _ => true,
                    };
                    Assert.True(fits, $"Seed {seed}, {policy}, {decisions[i]} of {fleet[i]} in: {string.Join(", ", fleet)}");
                }
            }
        }
    }

    private static GateDecision[] Decisions(GateLoad[] fleet, QueuePolicy policy) =>
        [.. fleet.Select((own, i) => Gate.Decide(own, Siblings([.. fleet.Where((_, other) => other != i)]), policy))];

    private static GateLoad[] RandomFleet(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
            new GateLoad(random.Next(1, 4), random.Next(0, 5), random.Next(0, 5), random.Next(0, 3), random.Next(0, 5)))];
    }

    private static GateLoad Load(int busy, int queued = 0, int fresh = 0) => new(Slots: 4, busy, queued, fresh, QueueLimit: 8);

    private static GateLoad With(int connections, int busy) => Load(busy) with { Connections = connections };

    private static SiblingLoad Siblings(params GateLoad[] siblings) =>
        siblings.Aggregate(SiblingLoad.None, static (all, sibling) => all.With(sibling));
}
