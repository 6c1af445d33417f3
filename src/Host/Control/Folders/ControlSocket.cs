using System.Globalization;
using AppHost.Host.Binding;
using AppHost.Host.Configuration;

namespace AppHost.Host.Control.Folders;

/// <summary>
/// Takes the place where an instance is steered from. Serving comes first: a folder that cannot be written costs the control
/// socket and nothing else. A second instance of one name gets the name with a number, as two of one app on two ports are
/// common; only where the place was chosen by somebody, being taken is his mistake.
/// </summary>
internal static class ControlSocket
{
    private const int Backlog = 64;
    private const int Siblings = 99;
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Binds it. May block for some seconds while another host binds in the same folder.</summary>
    /// <param name="name">The host's name.</param>
    public static ControlSocketClaim Claim(ControlSettings settings, string name, IReadOnlyDictionary<string, string> environment)
    {
        if (settings.Socket.IsOff) return new ControlSocketClaim(null, name, null, null);
        if (settings.Socket.Path is { } path) return Settle(name, Bind(path));
        RunFolder folder = RunFolders.Of(settings.RunFolder, name, environment, Interop.EffectiveUser(), Path.GetTempPath());
        string instance = name;
        ControlSocketBinding binding = Bind(folder);
        for (int number = 2; binding.Server is not null && folder.IsFound && number <= Siblings; number++)
        {
            instance = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            folder = folder.Sibling(instance);
            binding = Bind(folder);
        }

        ControlSocketClaim claim = Settle(instance, binding);
        return claim.Listener is not null && instance != name
            ? claim with { Warning = $"another instance is named {name}: this one is {instance} for 'apphost status' and its like; --name gives it a name" }
            : claim;
    }

    private static ControlSocketClaim Settle(string instance, ControlSocketBinding binding) => binding switch
    {
        { Listener: not null } => new ControlSocketClaim(binding.Listener, instance, null, null),
        { Server: { } server } => new ControlSocketClaim(null, instance, null,
            $"control {binding.Path}: another instance answers on it ({server}); stop that one, or give this one another --control or --run-folder"),
        _ => new ControlSocketClaim(null, instance,
            $"no control socket: {binding.Problem}; the host serves without one. Give it a folder with --run-folder, or write --control off", null),
    };

    private static ControlSocketBinding Bind(RunFolder folder)
    {
        string path = Path.Combine(folder.Path, RunFolders.SocketName);
        return folder.Prepare() is { } problem ? new ControlSocketBinding(path, null, null, problem) : Bind(path);
    }

    private static ControlSocketBinding Bind(string path)
    {
        if (BindAddressParser.DescribeTooLong(path) is { } tooLong) return new ControlSocketBinding(path, null, null, $"{path}: {tooLong}");
        if (ServerOf(path) is { } server) return new ControlSocketBinding(path, null, server, null);
        var attempt = new BindAttempt();
        try
        {
            new UnixBinding(Backlog).Bind(new UnixBindAddress(path, path, Mode), attempt);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            return new ControlSocketBinding(path, null, null, $"{path}: {exception.Message}");
        }

        return attempt.Bound is [var listener]
            ? new ControlSocketBinding(path, listener, null, null)
            // Asked again: two instances may start at the same moment.
            : new ControlSocketBinding(path, null, ServerOf(path), $"{path}: {attempt.Problems[0].Message}");
    }

    private static string? ServerOf(string path)
    {
        UnixSocketProbe probe = UnixSocketProbe.Of(path);
        return probe.State is UnixSocketState.Live ? probe.Server?.ToString() ?? "process unknown" : null;
    }

    /// <summary>What came of one path.</summary>
    private sealed record ControlSocketBinding(string Path, Listener? Listener, string? Server, string? Problem);
}
