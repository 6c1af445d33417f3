using System.Diagnostics;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Serving;

/// <summary>A client that nobody here wrote.</summary>
public sealed class CurlTests
{
    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task Curl_keeps_its_connection_and_uploads_after_100_continue(string transport)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed.");
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Hello", "-w", "2", "--transport", transport, "--max-body", "10MiB"));
        string url = $"http://127.0.0.1:{host.Port}";
        Assert.Equal("200 1, 200 0, 200 0,", await CurlAsync(
            "-s", "-w", "%{http_code} %{num_connects}, ", "-o", "/dev/null", url, "-o", "/dev/null", url, "-o", "/dev/null", url));

        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "body");
        // Above a megabyte curl asks first whether the body is wanted.
        byte[] body = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31 >> 3))];
        await File.WriteAllBytesAsync(file, body, TestContext.Current.CancellationToken);
        string back = Path.Combine(folder.Path, "back");
        Assert.Equal("200", await CurlAsync("-s", "-o", back, "-w", "%{http_code}", "--data-binary", $"@{file}", url + "/echo"));
        Assert.Equal(body, await File.ReadAllBytesAsync(back, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task Curl_sees_what_is_refused_while_it_uploads(string transport)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed.");
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Hello", "-w", "1", "--transport", transport, "--max-body", "1MiB"));
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "body");
        await File.WriteAllBytesAsync(file, new byte[5_000_000], TestContext.Current.CancellationToken);
        // Without Expect it sends all of it, whatever comes back meanwhile; a reset would cost it the answer.
        Assert.Equal("413", await CurlAsync(
            "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Expect:", "--data-binary", $"@{file}", $"http://127.0.0.1:{host.Port}/echo"));
    }

    private static async Task<string> CurlAsync(params string[] arguments)
    {
        using var curl = Process.Start(new ProcessStartInfo("/usr/bin/curl", arguments) { RedirectStandardOutput = true })!;
        string output = await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Trim();
    }
}
