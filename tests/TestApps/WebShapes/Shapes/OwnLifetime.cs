using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace WebShapes.Shapes;

/// <summary>
/// What <c>UseSystemd()</c> does: a lifetime in place of the console's, which hears SIGTERM itself and tells systemd when it is ready.
/// </summary>
internal static class OwnLifetime
{
    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IHostLifetime, SystemdLifetime>();
        WebApplication app = builder.Build();
        app.MapGet("/", () => "own lifetime");
        await app.RunAsync();
    }

    private sealed class SystemdLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
    {
        private PosixSignalRegistration? _terminate;

        public Task WaitForStartAsync(CancellationToken cancellationToken)
        {
            application.ApplicationStarted.Register(() => Notify("READY=1"));
            application.ApplicationStopping.Register(() => Notify("STOPPING=1"));
            _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                application.StopApplication();
            });
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _terminate?.Dispose();

        private static void Notify(string state)
        {
            if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path) return;
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
            socket.Send(Encoding.UTF8.GetBytes(state));
        }
    }
}
