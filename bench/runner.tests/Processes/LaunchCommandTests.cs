using AppHost.Bench.Processes;

namespace AppHost.Bench.Tests.Processes;

public sealed class LaunchCommandTests
{
    [Fact]
    public void A_command_can_be_typed_into_a_shell() => Assert.Equal(
        "PORT=8080 nginx -c /tmp/a.conf -g 'daemon off;' 'it'\\''s' ''",
        new LaunchCommand("nginx", ["-c", "/tmp/a.conf", "-g", "daemon off;", "it's", ""])
        {
            Environment = new Dictionary<string, string> { ["PORT"] = "8080" },
        }.Text);
}
