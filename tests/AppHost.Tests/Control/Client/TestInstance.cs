using AppHost.Host.Output;
using AppHost.Host.Binding;
using AppHost.Host.Configuration;
using AppHost.Host.Control;
using AppHost.Host.Control.Folders;
using Microsoft.Extensions.Logging.Abstractions;

namespace AppHost.Tests.Control.Client;

/// <summary>The control part of a host, without the host.</summary>
internal sealed class TestInstance : IAsyncDisposable
{
    private readonly ControlPlaces _places;
    private readonly ControlServer _server;

    /// <param name="runtimeFolder">As XDG_RUNTIME_DIR.</param>
    public TestInstance(string runtimeFolder, string name)
    {
        ControlSocketClaim claim = ControlSocket.Claim(
            new ControlSettings(null, ControlSocketChoice.InRunFolder, null), name, new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = runtimeFolder });
        _places = new ControlPlaces(claim.Instance, claim.Listener, new ListenerSet([]), new ListenerSet([]), null, []);
        _server = new ControlServer(_places, Master, TimeSpan.Zero, TimeProvider.System, NullLoggerFactory.Instance, new RecentLines());
        _server.Start();
    }

    public FakeMaster Master { get; } = new();

    public string Socket => _places.Socket!.EndPoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _places.Dispose();
    }
}
