using System.Globalization;

namespace AppHost.FunctionalTests.Harness;

/// <summary>
/// All processes that descend from one host, found by a variable in their environment: so those are found as well whose
/// master has died.
/// </summary>
internal sealed class MarkedProcesses
{
    /// <summary>The variable; its value is unique to a host.</summary>
    public const string Variable = "FUNCTIONAL_TEST_HOST";

    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The ids of those that run now.</summary>
    public IReadOnlyList<int> Find()
    {
        string entry = $"{Variable}={Mark}";
        var found = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id)) continue;
            if (Read($"{folder}/environ").Split('\0').Contains(entry)) found.Add(id);
        }

        return found;
    }

    /// <summary>Those of them that are worker processes.</summary>
    public IReadOnlyList<int> FindWorkers() => [.. Find().Where(id => Read($"/proc/{id}/cmdline").Split('\0').Contains("worker"))];

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to somebody else.
            return string.Empty;
        }
    }
}
