using System.Globalization;

namespace AppHost.Faults.Host;

/// <summary>What a process holds.</summary>
internal sealed record Footprint(int Descriptors, int Threads, long ResidentKiB, int Children, int Zombies)
{
    public static Footprint Of(int process)
    {
        string[] status = File.ReadAllLines($"/proc/{process}/status");
        List<string> children = [.. ChildStates(process)];
        return new Footprint(
            Directory.GetFiles($"/proc/{process}/fd").Length, (int)Number(status, "Threads:"), Number(status, "VmRSS:"), children.Count,
            children.Count(state => state == "Z"));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Descriptors} descriptors, {Threads} threads, {ResidentKiB / 1024.0:0.0} MiB, {Children} children, {Zombies} zombies");

    private static long Number(string[] status, string name) =>
        long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static IEnumerable<string> ChildStates(int process)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string[] fields;
            try
            {
                string stat = File.ReadAllText($"{folder}/stat");
                fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            }
            catch (IOException)
            {
                continue;
            }

            if (fields[1] == process.ToString(CultureInfo.InvariantCulture)) yield return fields[0];
        }
    }
}
