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
    public IReadOnlyList<int> Find() => Find(_ => true);

    /// <summary>Those of them that are worker processes: the worker of an ASP.NET Core app has the command line of the app.</summary>
    public IReadOnlyList<int> FindWorkers() => Find(environment => environment.Any(
        entry => entry.StartsWith("APPHOST_WORKER_ID=", StringComparison.Ordinal)));

    private List<int> Find(Func<string[], bool> wanted)
    {
        string entry = $"{Variable}={Mark}";
        var found = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id)) continue;
            string[] environment = Read($"{folder}/environ").Split('\0');
            if (environment.Contains(entry) && wanted(environment)) found.Add(id);
        }

        return found;
    }

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
