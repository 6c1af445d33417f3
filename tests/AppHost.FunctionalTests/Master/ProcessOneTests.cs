using System.Diagnostics;
using System.Globalization;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

/// <summary>The host as process 1 of a container: a pid namespace of its own.</summary>
public sealed class ProcessOneTests : IDisposable
{
    private const string Namespaces = "unshare --user --map-root-user --pid --fork --kill-child --mount-proc";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_app_left_behind_is_reaped_a_killed_worker_replaced_and_TERM_obeyed()
    {
        Assert.SkipUnless(MayCreateNamespaces(), "This machine lets nobody create a pid namespace.");
        // A process whose parent is gone has process 1 as its parent, and is a zombie until that reaps it.
        string gate = _folder["gate"];
        HostLaunch launch = HostLaunch.Run("Probe", "-w", "2") with
        {
            Launcher = $"mkfifo {gate}; exec {Namespaces} bash -c '(read < {gate} &); exec \"$@\"' bash \"$@\"",
        };
        await using HostProcess host = await HostProcess.StartAsync(launch);
        int processOne = Assert.Single(ChildrenOf(host.Id));
        Assert.Equal(2, host.Workers.Count);
        Assert.Equal(3, ChildrenOf(processOne).Count);

        await File.WriteAllTextAsync(gate, "\n", TestContext.Current.CancellationToken);
        await Patience.UntilAsync(() => ChildrenOf(processOne).Order().SequenceEqual(host.Workers.Order()), "the orphan is reaped");

        int killed = host.Workers[0];
        Signals.Send(killed, UnixSignal.SIGKILL);
        await host.Log.WaitForAsync("died: SIGKILL");
        await Patience.UntilAsync(
            () => ChildrenOf(processOne) is { Count: 2 } children && !children.Contains(killed),
            "the killed worker is reaped and replaced");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);

        Signals.Send(processOne, UnixSignal.SIGTERM);
        Assert.Equal(0, await host.ExitAsync());
    }

    private static bool MayCreateNamespaces()
    {
        try
        {
            using var trial = Process.Start("unshare", [.. Namespaces.Split(' ')[1..], "true"]);
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // By the ids of these tests' namespace; zombies are among them. The kernel lists a child under the thread that made it.
    private static List<int> ChildrenOf(int id) =>
    [
        .. Directory.GetDirectories($"/proc/{id}/task")
            .SelectMany(thread => ChildrenOfThread(thread))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
    ];

    private static string[] ChildrenOfThread(string folder)
    {
        try
        {
            return File.ReadAllText($"{folder}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            // The thread has ended; its children have passed to another.
            return [];
        }
    }
}
