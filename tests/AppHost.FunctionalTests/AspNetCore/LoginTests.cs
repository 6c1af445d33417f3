using System.Net;
using System.Text.RegularExpressions;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.AspNetCore;

/// <summary>The example with accounts, cookies and a database, as a browser sees it.</summary>
public sealed partial class LoginTests
{
    [Fact]
    public async Task A_login_outlives_its_worker_and_its_generation()
    {
        using var folder = new TemporaryFolder();
        HostLaunch launch = HostLaunch.Run("Mvc", "-w", "3", "--bake", "0s", "--chdir", folder.Path);
        await using HostProcess host = await HostProcess.StartAsync(launch);
        using CancellationTokenSource patience = Patience.Start();
        // A fresh connection for each request: any worker may answer it.
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{host.Port}") };
        string form = await browser.GetStringAsync("/account/register", patience.Token);
        using var account = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Name"] = "ada",
            ["Password"] = "correct horse battery",
            ["__RequestVerificationToken"] = Token().Match(form).Groups["token"].Value,
        });
        using HttpResponseMessage registered = await browser.PostAsync("/account/register", account, patience.Token);
        Assert.Equal("/", registered.RequestMessage!.RequestUri!.AbsolutePath);
        await IsLoggedInAsync(browser, patience.Token);
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves with 3 workers");
        await IsLoggedInAsync(browser, patience.Token);
    }

    private static async Task IsLoggedInAsync(HttpClient browser, CancellationToken cancellationToken)
    {
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage page = await browser.GetAsync("/", cancellationToken);
            // Otherwise the answer would be the page to log in.
            Assert.Equal("/", page.RequestMessage!.RequestUri!.AbsolutePath);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
