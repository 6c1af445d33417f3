using System.Globalization;

namespace AppHost.Host.Control.Access;

/// <summary>The token of the admin address, from its file.</summary>
internal static class AdminToken
{
    /// <summary>What is shorter can be guessed over a network in time.</summary>
    public const int Shortest = 16;

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads it: the first line of the file.</summary>
    /// <param name="problem">Why it cannot be used, and what to do.</param>
    /// <returns>Null with a problem.</returns>
    public static string? Read(string path, out string? problem)
    {
        problem = null;
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            {
                problem = $"admin-token-file {path}: every user of the machine may use it; run 'chmod o-rw {path}'";
                return null;
            }

            string token = File.ReadLines(path).FirstOrDefault("").Trim();
            if (token.Length >= Shortest) return token;
            problem = string.Create(CultureInfo.InvariantCulture,
                $"admin-token-file {path}: expected a token of at least {Shortest} characters, got {token.Length}; write one with 'openssl rand -hex 32'");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"admin-token-file {path}: {exception.Message}";
        }

        return null;
    }
}
