using System.Text;
using System.Text.Json.Nodes;
using AppHost.Host.Binding;
using AppHost.Host.Control;
using AppHost.Host.Control.Access;
using AppHost.Host.Control.Http;
using AppHost.Host.Control.Status;
using AppHost.Host.Control.Verbs;
using AppHost.Host.Master;
using AppHost.Tests.Support;

namespace AppHost.Tests.Control;

public sealed class ControlApiTests
{
    private static readonly PeerCredentials Self = new(Environment.ProcessId, Interop.EffectiveUser());
    private static readonly HttpCaller Caller = new(Self);

    private readonly FakeMaster _master = new();
    private readonly CapturingLogger<ControlApi> _log = new();
    private readonly ControlApi _api;

    public ControlApiTests()
    {
        var orders = new MasterOrders(_master);
        var status = new StatusReader("shop", TimeSpan.Zero, () => _master.Published, TimeProvider.System);
        _api = new ControlApi(
            [
                new StatusVerb(status), new ReloadVerb(orders), new RollbackVerb(orders), new RecycleVerb(orders), new ScaleVerb(orders),
                new StopVerb(orders), new DrainVerb(orders), new HealthVerb("/readyz", status, Health.ProblemOfReadiness),
            ],
            new OwnerAccess(),
            _log);
    }

    [Theory]
    [InlineData("GET", "/", "", 404)]
    [InlineData("GET", "/v2/status", "", 404)]
    [InlineData("GET", "/v1/status/", "", 404)]
    [InlineData("POST", "/v1/status", "", 405)]
    [InlineData("GET", "/v1/reload", "", 405)]
    [InlineData("DELETE", "/v1/stop", "", 405)]
    [InlineData("POST", "/v1/stop?quik", "", 400)]
    [InlineData("POST", "/v1/reload?wait&fast", "", 400)]
    [InlineData("POST", "/v1/stop", "{}", 400)]
    [InlineData("POST", "/v1/recycle?worker=x", "", 400)]
    [InlineData("POST", "/v1/recycle?worker=", "", 400)]
    [InlineData("POST", "/v1/recycle?worker=-1", "", 400)]
    [InlineData("POST", "/v1/drain", "", 400)]
    [InlineData("POST", "/v1/drain?worker=x", "", 400)]
    [InlineData("GET", "/v1/drain?worker=0", "", 405)]
    [InlineData("POST", "/v1/rollback?generation=last", "", 400)]
    [InlineData("POST", "/v1/scale", "", 400)]
    [InlineData("POST", "/v1/scale", "[]", 400)]
    [InlineData("POST", "/v1/scale", "{}", 400)]
    [InlineData("POST", "/v1/scale", "{\"workers\":2,\"change\":1}", 400)]
    [InlineData("POST", "/v1/scale", "{\"workers\":\"all\"}", 400)]
    [InlineData("POST", "/v1/scale", "{\"workers\":99999999999}", 400)]
    [InlineData("POST", "/v1/scale", "{\"workers\":0}", 422)]
    [InlineData("POST", "/v1/scale", "{\"change\":-2}", 422)]
    [InlineData("POST", "/v1/scale", "{\"change\":2147483647}", 422)]
    [InlineData("POST", "/v1/scale", "{\"workers\":513}", 422)]
    public async Task What_is_not_understood_exactly_changes_nothing(string method, string target, string body, int status)
    {
        (int answered, JsonNode json) = await AskAsync(method, target, body);
        Assert.Equal(status, answered);
        Assert.NotEmpty((string)json["error"]!);
        Assert.Empty(_master.Orders);
    }

    [Fact]
    public void Only_the_own_user_and_root_may_ask()
    {
        Assert.Null(_api.Refuse(Caller));
        Assert.Null(_api.Refuse(new HttpCaller(new PeerCredentials(1, 0))));
        Assert.Equal(403, _api.Refuse(new HttpCaller(new PeerCredentials(1, 65_534)))?.Status);
        Assert.Equal(403, _api.Refuse(new HttpCaller(null))?.Status);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1000, 1000, true)]
    [InlineData(0, 1000, true)]
    [InlineData(1000, 0, false)]
    [InlineData(1001, 1000, false)]
    public void Trust_depends_on_the_user_alone(int caller, int own, bool trusted) =>
        Assert.Equal(trusted, new PeerCredentials(1, caller).AreTrustedBy(own));

    [Fact]
    public async Task An_order_is_logged_with_who_gave_it_and_a_question_is_not()
    {
        await AskAsync("GET", "/v1/status");
        Assert.Empty(_log.Records);
        await AskAsync("POST", "/v1/stop");
        Assert.Contains($"POST /v1/stop by uid {Self.UserId}, pid {Self.ProcessId}", Assert.Single(_log.Records).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_alone_only_asks()
    {
        (int status, JsonNode json) = await AskAsync("POST", "/v1/reload");
        Assert.Equal((202, "asked"), (status, (string)json["result"]!));
        Assert.Equal(new MasterEvent.ReloadAsked(), Assert.Single(_master.Orders));
    }

    [Theory]
    [InlineData(ReloadResult.Completed, 200, "completed")]
    [InlineData(ReloadResult.Refused, 422, "refused")]
    [InlineData(ReloadResult.RolledBack, 422, "rolled-back")]
    [InlineData(ReloadResult.Superseded, 409, "superseded")]
    [InlineData(ReloadResult.Stopped, 409, "stopped")]
    public async Task Reload_that_waits_tells_how_it_ended(object result, int status, string name)
    {
        _master.Outcome = new ReloadOutcome((ReloadResult)result, 7, 8, (ReloadResult)result is ReloadResult.Completed ? null : "the constructor threw");
        (int answered, JsonNode json) = await AskAsync("POST", "/v1/reload?wait");
        Assert.Equal((status, name, 7), (answered, (string)json["result"]!, (int)json["generation"]!));
        if (status != 200) Assert.Contains("the constructor threw", (string)json["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scale_takes_a_number_or_a_change()
    {
        Assert.Equal(8, (int)(await AskAsync("POST", "/v1/scale", "{\"workers\":8}")).Json["workers"]!);
        Assert.Equal(1, (int)(await AskAsync("POST", "/v1/scale", "{\"change\":-1}")).Json["workers"]!);
        Assert.Equal(
            [(8, false), (-1, true)], _master.Orders.Cast<MasterEvent.ScaleAsked>().Select(order => (order.Workers, order.Relative)));
    }

    [Theory]
    [InlineData("/v1/recycle", null)]
    [InlineData("/v1/recycle?worker=0", 0)]
    [InlineData("/v1/recycle?worker=3", 3)]
    public async Task Recycle_takes_one_worker_or_all(string target, int? worker)
    {
        Assert.Equal(202, (await AskAsync("POST", target)).Status);
        Assert.Equal(worker, Assert.IsType<MasterEvent.RecycleAsked>(Assert.Single(_master.Orders)).WorkerId);
    }

    [Fact]
    public async Task Recycle_of_a_worker_that_is_not_there_is_refused()
    {
        _master.Recycled = new RecycleOutcome([], "there is no ready worker 7.");
        (int status, JsonNode json) = await AskAsync("POST", "/v1/recycle?worker=7");
        Assert.Equal((409, "there is no ready worker 7."), (status, (string)json["error"]!));
    }

    [Fact]
    public async Task Drain_takes_one_worker_and_is_refused_where_there_is_none()
    {
        (int status, JsonNode json) = await AskAsync("POST", "/v1/drain?worker=3");
        Assert.Equal((202, "draining"), (status, (string)json["result"]!));
        Assert.Equal(3, Assert.IsType<MasterEvent.DrainAsked>(Assert.Single(_master.Orders)).WorkerId);
        _master.Recycled = new RecycleOutcome([], "there is no ready worker 7.");
        (status, json) = await AskAsync("POST", "/v1/drain?worker=7");
        Assert.Equal((409, "there is no ready worker 7."), (status, (string)json["error"]!));
    }

    [Theory]
    [InlineData("/v1/rollback", null, 202)]
    [InlineData("/v1/rollback?wait", null, 200)]
    [InlineData("/v1/rollback?generation=41", 41, 202)]
    [InlineData("/v1/rollback?generation=41&wait", 41, 200)]
    public async Task Rollback_takes_a_generation_or_the_one_before(string target, int? generation, int status)
    {
        Assert.Equal(status, (await AskAsync("POST", target)).Status);
        Assert.Equal(generation, Assert.IsType<MasterEvent.RollbackAsked>(Assert.Single(_master.Orders)).Generation);
    }

    [Theory]
    [InlineData("/v1/stop", false)]
    [InlineData("/v1/stop?quick", true)]
    [InlineData("/v1/stop?quick=true", true)]
    [InlineData("/v1/stop?quick=false", false)]
    public async Task Stop_is_graceful_unless_told_otherwise(string target, bool quick)
    {
        Assert.Equal(202, (await AskAsync("POST", target)).Status);
        Assert.Equal(quick, Assert.IsType<MasterEvent.StopAsked>(Assert.Single(_master.Orders)).Quick);
    }

    [Theory]
    [InlineData("/v1/reload", "")]
    [InlineData("/v1/reload?wait", "")]
    [InlineData("/v1/rollback", "")]
    [InlineData("/v1/scale", "{\"workers\":3}")]
    public async Task A_host_that_stops_takes_no_orders_but_to_stop(string target, string body)
    {
        _master.Published = _master.Published with { State = HostState.Stopping };
        Assert.Equal(409, (await AskAsync("POST", target, body)).Status);
        Assert.Empty(_master.Orders);
        Assert.Equal(202, (await AskAsync("POST", "/v1/stop?quick")).Status);
    }

    private async Task<(int Status, JsonNode Json)> AskAsync(string method, string target, string body = "")
    {
        string text = $"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(text));
        HttpRequestReading reading = await HttpRequestReader.ReadAsync(stream, new HttpLimits(), TestContext.Current.CancellationToken);
        HttpReply reply = await _api.AnswerAsync(reading.Request!, Caller, TestContext.Current.CancellationToken);
        return (reply.Status, JsonNode.Parse(reply.Body.Span)!);
    }
}
