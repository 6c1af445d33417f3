using System.ComponentModel;
using System.Diagnostics;

namespace AppHost.Bench.Machine;

/// <summary>What a short-lived program prints.</summary>
internal static class CommandOutput
{
    /// <summary>Its first line that is not empty, of either stream; null if it cannot be started.</summary>
    public static string? FirstLine(string program, IEnumerable<string> arguments, string folder = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
            process.WaitForExit();
            return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
