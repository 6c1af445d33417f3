using System.Diagnostics;
using AppHost.Bench.Processes;

namespace AppHost.Bench.Peers;

/// <summary>Installs Debian packages.</summary>
internal static class PackageInstallation
{
    /// <summary>The commands that install them. A pure function.</summary>
    public static IReadOnlyList<LaunchCommand> Commands(IEnumerable<Peer> missing, bool isRoot)
    {
        var packages = missing.SelectMany(peer => peer.Packages).Distinct().ToArray();
        return packages.Length == 0
            ? []
            :
            [
                AsRoot(["apt-get", "update"], isRoot),
                // Without the recommended ones: a web server beside php-fpm, which would start and take port 80.
                AsRoot(
                    ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--no-install-recommends", .. packages],
                    isRoot),
            ];
    }

    /// <summary>Runs them with the terminal's streams; the first that fails ends it.</summary>
    /// <returns>The line of the one that failed; null if none did.</returns>
    public static string? Run(IEnumerable<LaunchCommand> commands)
    {
        foreach (var command in commands)
        {
            try
            {
                using var process = Process.Start(command.Program, command.Arguments);
                process.WaitForExit();
                if (process.ExitCode != 0)
                    return command.Text;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return command.Text; // No such program: not Debian, or no sudo.
            }
        }
        return null;
    }

    private static LaunchCommand AsRoot(string[] words, bool isRoot) => isRoot
        ? new LaunchCommand(words[0], words[1..])
        : new LaunchCommand("sudo", words);
}
