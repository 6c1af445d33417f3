using System.Net;
using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

public sealed class BindFailuresTests
{
    private static readonly IPEndPoint Target = new(IPAddress.Loopback, 80);

    [Fact]
    public void The_holder_is_named_with_how_many_others()
    {
        BindProblem problem = InUse(new PortOwner([new(12, "nginx"), new(13, "nginx"), new(14, "nginx")], 0));
        Assert.Equal("cannot bind http://127.0.0.1:80: port 80 is held by nginx (pid 12) and 2 more. Stop it, or choose another port.",
            problem.ToString());
    }

    [Fact]
    public void A_holder_of_another_user_is_told_by_the_user_id() =>
        Assert.Contains("process of user id 33, which this user may not look at", InUse(new PortOwner([], 33)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_holder_out_of_view_is_said_to_be_so() =>
        Assert.Contains("who holds it could not be seen", InUse(null).Message, StringComparison.Ordinal);

    [Fact]
    public void A_socket_unit_leads_to_the_passed_descriptor() =>
        Assert.Contains("fd://3", InUse(new PortOwner([new(1, "systemd")], 0)).Advice, StringComparison.Ordinal);

    [Fact]
    public void A_port_of_our_own_is_not_blamed_on_a_stranger() =>
        Assert.Contains("held by this host itself", InUse(new PortOwner([new(7, "apphost")], 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_privileged_port_names_the_limit_and_the_capability()
    {
        string text = BindFailures.Denied("http://*:80", 80, 1024).ToString();
        Assert.Contains("net.ipv4.ip_unprivileged_port_start=1024", text, StringComparison.Ordinal);
        Assert.Contains("CAP_NET_BIND_SERVICE", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_denied_port_that_is_not_privileged_points_to_a_policy() =>
        Assert.Contains("SELinux", BindFailures.Denied("http://*:8080", 8080, 1024).Advice, StringComparison.Ordinal);

    private static BindProblem InUse(PortOwner? owner) => BindFailures.InUse("http://127.0.0.1:80", Target, owner, ownProcessId: 7);
}
