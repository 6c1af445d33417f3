using System.Globalization;

namespace AppHost.Host.Master;

/// <summary>
/// The file that tells scripts the master's process id. Refuses to replace that of a live process, but not that of a stranger
/// who has got the id of one that is gone.
/// </summary>
internal sealed class PidFile : IDisposable
{
    private readonly string _path;

    private PidFile(string path) => _path = path;

    /// <summary>Writes it.</summary>
    /// <param name="problem">Why it could not be written.</param>
    /// <returns>Null with a problem.</returns>
    public static PidFile? Create(string path, out string? problem)
    {
        problem = null;
        if (ReadProcess(path) is { } owner && owner != Environment.ProcessId && IsAlive(owner, path))
        {
            problem = $"pid-file {path}: process {owner} is alive and owns it; stop that one or choose another file.";
            return null;
        }

        // Written aside and renamed, so that nobody ever reads half a number.
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            File.Move(temporary, path, overwrite: true);
            return new PidFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            problem = $"pid-file {path}: {exception.Message}";
            return null;
        }
    }

    /// <summary>
    /// Whether a process can have written the file: it was there by then. Clocks are compared that are only about the same, the
    /// kernel's ticks since boot and the file system's; when in doubt the process is the owner. Pure.
    /// </summary>
    public static bool CanHaveWritten(TimeSpan sinceProcessStarted, TimeSpan sinceFileWritten) =>
        sinceProcessStarted + TimeSpan.FromSeconds(2) >= sinceFileWritten;

    /// <summary>Removes it, if it is still this process's own.</summary>
    public void Dispose()
    {
        // Left behind it does no harm: it names a process that is gone, and the next start sees that.
        if (ReadProcess(_path) == Environment.ProcessId) TryDelete(_path);
    }

    private static bool IsAlive(int process, string path)
    {
        if (ProcessState.Age(process) is not { } age) return false;
        return CanHaveWritten(age, DateTime.UtcNow - File.GetLastWriteTimeUtc(path));
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays.
        }
    }

    private static int? ReadProcess(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path).Trim(), CultureInfo.InvariantCulture, out int process) ? process : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
