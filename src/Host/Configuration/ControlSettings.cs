using AppHost.Host.Binding;

namespace AppHost.Host.Configuration;

/// <summary>How the host is seen and steered from outside.</summary>
/// <param name="RunFolder">The configured one; null: found by the platform's conventions.</param>
/// <param name="Socket">Where the control socket is.</param>
/// <param name="Health">Where probes are answered; null: nowhere.</param>
internal sealed record ControlSettings(string? RunFolder, ControlSocketChoice Socket, TcpBindAddress? Health)
{
    /// <summary>Where the host can be steered over TCP; null: nowhere.</summary>
    public TcpBindAddress? Admin { get; init; }

    /// <summary>The file with the token for it; null: none is needed.</summary>
    public string? AdminTokenFile { get; init; }
}

