using AppHost.Host.Binding;
using AppHost.Host.Configuration;
using AppHost.Host.Control.Folders;

namespace AppHost.Host.Control;

/// <summary>The sockets through which a host is seen and steered, taken before the first worker starts. The workers do not inherit them.</summary>
/// <param name="Instance">The name by which the instance is found.</param>
/// <param name="Socket">The control socket; null: none.</param>
/// <param name="Health">One listener, or two for localhost; may be empty.</param>
/// <param name="Admin">Likewise.</param>
/// <param name="AdminToken">What callers of the admin address must know; null: nothing, it is on loopback.</param>
/// <param name="Warnings">Sentences for the log.</param>
internal sealed record ControlPlaces(
    string Instance, Listener? Socket, ListenerSet Health, ListenerSet Admin, string? AdminToken, IReadOnlyList<string> Warnings) : IDisposable
{
    private const int Backlog = 64;

    /// <summary>Takes them; may block for some seconds.</summary>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="problems">Why the host must not start.</param>
    /// <returns>Null with problems.</returns>
    public static ControlPlaces? Take(
        HostSettings settings, IReadOnlyDictionary<string, string> environment, out IReadOnlyList<string> problems)
    {
        ControlSocketClaim claim = ControlSocket.Claim(settings.Control, settings.Name, environment);
        BindOutcome health = Bind(settings.Control.Health);
        BindOutcome admin = Bind(settings.Control.Admin);
        string? tokenProblem = null;
        string? token = settings.Control is { Admin: not null, AdminTokenFile: { } file } ? Access.AdminToken.Read(file, out tokenProblem) : null;
        problems =
        [
            .. new[] { claim.Problem, tokenProblem }.OfType<string>(),
            .. health.Problems.Concat(admin.Problems).Select(wrong => wrong.ToString()),
        ];
        if (problems.Count == 0)
        {
            List<string> warnings = [.. new[] { claim.Warning }.OfType<string>(), .. health.Warnings, .. admin.Warnings];
            if (settings.Control is { Admin: { } open, AdminTokenFile: null })
                warnings.Add($"admin {open.Text}: every user of this machine can stop this host there; set admin-token-file");
            return new ControlPlaces(claim.Instance, claim.Listener, health.Listeners!, admin.Listeners!, token, warnings);
        }

        claim.Listener?.Dispose();
        health.Listeners?.Dispose();
        admin.Listeners?.Dispose();
        return null;
    }

    /// <summary>Closes them and removes the socket's file.</summary>
    public void Dispose()
    {
        Socket?.Dispose();
        Health.Dispose();
        Admin.Dispose();
    }

    private static BindOutcome Bind(TcpBindAddress? address) => new ListenerBinder(Backlog).Bind(address is null ? [] : [address]);
}
