using AppHost.Host.Binding;
using AppHost.Host.Configuration;
using AppHost.Host.Control.Folders;

namespace AppHost.Host.Control;

/// <summary>The sockets through which a host is seen and steered, taken before the first worker starts. The workers do not inherit them.</summary>
/// <param name="Instance">The name by which the instance is found.</param>
/// <param name="Socket">The control socket; null: none.</param>
/// <param name="Health">One listener, or two for localhost; may be empty.</param>
/// <param name="Warnings">Sentences for the log.</param>
internal sealed record ControlPlaces(string Instance, Listener? Socket, ListenerSet Health, IReadOnlyList<string> Warnings) : IDisposable
{
    private const int HealthBacklog = 64;

    /// <summary>Takes them; may block for some seconds.</summary>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="problems">Why the host must not start.</param>
    /// <returns>Null with problems.</returns>
    public static ControlPlaces? Take(
        HostSettings settings, IReadOnlyDictionary<string, string> environment, out IReadOnlyList<string> problems)
    {
        ControlSocketClaim claim = ControlSocket.Claim(settings.Control, settings.Name, environment);
        BindOutcome health = new ListenerBinder(HealthBacklog).Bind(settings.Control.Health is { } address ? [address] : []);
        problems = [.. claim.Problem is { } problem ? [problem] : Array.Empty<string>(), .. health.Problems.Select(wrong => wrong.ToString())];
        if (problems.Count == 0)
        {
            IReadOnlyList<string> warnings = claim.Warning is { } warning ? [warning, .. health.Warnings] : health.Warnings;
            return new ControlPlaces(claim.Instance, claim.Listener, health.Listeners!, warnings);
        }

        claim.Listener?.Dispose();
        health.Listeners?.Dispose();
        return null;
    }

    /// <summary>Closes them and removes the socket's file.</summary>
    public void Dispose()
    {
        Socket?.Dispose();
        Health.Dispose();
    }
}
