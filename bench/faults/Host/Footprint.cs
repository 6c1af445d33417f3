using System.Globalization;

namespace AppHost.Faults.Host;

/// <summary>What a process holds.</summary>
/// <param name="Pipes">Descriptors of pipes.</param>
/// <param name="Sockets">Descriptors of sockets.</param>
/// <param name="PrivateKiB">Memory of its own: neither files nor what is shared.</param>
internal sealed record Footprint(int Descriptors, int Pipes, int Sockets, int Threads, long ResidentKiB, long PrivateKiB, int Children, int Zombies)
{
    public static Footprint Of(int process)
    {
        string[] status = File.ReadAllLines($"/proc/{process}/status");
        List<string> children = [.. ChildStates(process)];
        List<string> open = [.. Directory.GetFiles($"/proc/{process}/fd").Select(Target)];
        return new Footprint(
            open.Count, open.Count(IsA("pipe:")), open.Count(IsA("socket:")), (int)Number(status, "Threads:"), Number(status, "VmRSS:"),
            Number(status, "RssAnon:"), children.Count, children.Count(state => state == "Z"));
    }

    /// <summary>The larger of both in each respect.</summary>
    public static Footprint Larger(Footprint one, Footprint other) => new(
        Math.Max(one.Descriptors, other.Descriptors), Math.Max(one.Pipes, other.Pipes), Math.Max(one.Sockets, other.Sockets),
        Math.Max(one.Threads, other.Threads), Math.Max(one.ResidentKiB, other.ResidentKiB), Math.Max(one.PrivateKiB, other.PrivateKiB),
        Math.Max(one.Children, other.Children), Math.Max(one.Zombies, other.Zombies));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Descriptors} descriptors ({Pipes} pipes, {Sockets} sockets), {Threads} threads, {ResidentKiB / 1024.0:0.0} MiB ({PrivateKiB / 1024.0:0.0} private), {Children} children, {Zombies} zombies");

    private static Func<string, bool> IsA(string kind) => target => target.StartsWith(kind, StringComparison.Ordinal);

    private static string Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget ?? "";
        }
        catch (IOException)
        {
            // Closed since it was listed.
            return "";
        }
    }

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
