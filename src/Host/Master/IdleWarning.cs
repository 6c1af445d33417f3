using AppHost.Host.Configuration;

namespace AppHost.Host.Master;

/// <summary>Says why connections stay in their workers although the settings say otherwise. Pure.</summary>
internal static class IdleWarning
{
    /// <summary>A sentence for the log; null: all is as it was asked for.</summary>
    /// <param name="mailboxProblem">Why there is no folder for mailboxes; null: there is one.</param>
    public static string? Of(HostSettings settings, string? mailboxProblem)
    {
        bool wanted = settings.HandOff || settings.Park is not null;
        if (wanted && !settings.Transport.UsesOwnLoop(OperatingSystem.IsLinux()))
        {
            return "keep-alive.park and keep-alive.hand-off are off: they need the epoll transport";
        }

        return settings.HandOff && mailboxProblem is not null
            ? $"keep-alive.hand-off is off: no folder for the workers' mailboxes ({mailboxProblem})"
            : null;
    }
}
