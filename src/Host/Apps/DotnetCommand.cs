using System.Diagnostics;
using AppHost.Host.Processes;

namespace AppHost.Host.Apps;

/// <summary>Runs one <c>dotnet</c> command to its end and collects what it prints.</summary>
internal static class DotnetCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="dotnet">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="workingDirectory">Decides which global.json holds.</param>
    /// <param name="cancellationToken">Ends the command and what it started.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; no process is left.</exception>
    public static async Task<CommandResult> RunAsync(
        string dotnet, IEnumerable<string> arguments, string workingDirectory, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(dotnet, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Set where the host itself was started by the SDK, and then wrong for another version of it.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBuildExtensionsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");

        // No build server may outlive the command: it would keep our pipes open, and be a stranger on a production machine.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        using var process = ChildProcess.Start(start);
        process.StandardInput.Close(); // a question would never be answered
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, Lines(await output), Lines(await errors));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">0 is success.</param>
/// <param name="Output">Lines that are not empty.</param>
/// <param name="Errors">Lines that are not empty.</param>
internal sealed record CommandResult(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors);
