using System.Net.Sockets;
using System.Text.Json.Nodes;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Control;

/// <summary>A host with a control socket, in folders of its own so that nobody finds other hosts of the machine.</summary>
internal sealed class ControlledHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;

    private ControlledHost(HostProcess process, TemporaryFolder folder, bool ownsFolder) => (Process, _folder, _ownsFolder) = (process, folder, ownsFolder);

    public HostProcess Process { get; }

    /// <summary>Where its socket is, if it is the only host of its name.</summary>
    public string Socket => SocketOf(_folder, "Probe");

    /// <summary>Starts a host with the app Probe.</summary>
    /// <param name="folder">One that several hosts share; null: its own.</param>
    public static async Task<ControlledHost> StartAsync(TemporaryFolder? folder, params string[] options)
    {
        TemporaryFolder used = folder ?? new TemporaryFolder();
        HostProcess process = await HostProcess.StartAsync(HostLaunch.Run("Probe", options) with { Environment = Variables(used) });
        return new ControlledHost(process, used, folder is null);
    }

    public static string SocketOf(TemporaryFolder folder, string instance) => Path.Combine(folder.Path, "apphost", instance, "control.sock");

    /// <summary>Runs a verb where only hosts of this folder are found.</summary>
    public static Task<CommandResult> RunAsync(TemporaryFolder folder, params string[] arguments) =>
        HostProcess.RunToEndAsync(new HostLaunch(arguments) { Environment = Variables(folder) });

    /// <summary>Variables for a host whose control socket is in this folder.</summary>
    public static Dictionary<string, string> Variables(TemporaryFolder folder) => new()
    {
        ["XDG_RUNTIME_DIR"] = folder.Path,
        ["TMPDIR"] = folder.Path,
    };

    /// <summary>Runs a verb.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(_folder, arguments);

    /// <summary><c>apphost status --json</c>.</summary>
    public async Task<JsonNode> StatusAsync()
    {
        CommandResult result = await RunAsync("status", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return JsonNode.Parse(result.Output)!;
    }

    /// <summary>Sends bytes to the socket and gives all that comes back.</summary>
    public async Task<string> SendAsync(string bytes)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using CancellationTokenSource patience = Patience.Start();
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), patience.Token);
        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(bytes), patience.Token);
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        if (_ownsFolder) _folder.Dispose();
    }
}
