using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AppHost.Host.Binding;

/// <summary>Finds who holds a TCP port, as <c>ss -ltnp</c> does: the kernel's socket table, then every process's descriptors.</summary>
/// <param name="procFolder">Another one in tests.</param>
internal sealed class PortOwners(string procFolder = "/proc")
{
    private const string Listening = "0A";
    private const int LocalAddressField = 1;
    private const int StateField = 3;
    private const int UserField = 7;
    private const int InodeField = 9;

    /// <summary>Who holds a port in a way that keeps us from it; null if the socket table does not show it.</summary>
    /// <param name="target">What was asked for.</param>
    /// <param name="dualStack">The IPv6 socket was to take IPv4 too.</param>
    public PortOwner? Find(IPEndPoint target, bool dualStack)
    {
        List<Row> rows = [.. ReadTable("net/tcp").Concat(ReadTable("net/tcp6"))
            .Where(row => row.Local.Port == target.Port && Collides(row.Local.Address, target.Address, dualStack))];
        // An outgoing connection holds its local port as well, but a listener is the likelier culprit.
        List<Row> culprits = rows.Any(row => row.IsListening) ? [.. rows.Where(row => row.IsListening)] : rows;
        if (culprits.Count == 0) return null;
        return new PortOwner(FindProcesses([.. culprits.Select(row => $"socket:[{row.Inode}]")]), culprits[0].UserId);
    }

    /// <summary>A process's short name (comm), or null if it is gone.</summary>
    public string? NameOf(int processId) => ReadFile($"{processId}/comm")?.Trim();

    private List<OwningProcess> FindProcesses(HashSet<string> links)
    {
        List<OwningProcess> found = [];
        foreach (string folder in Entries(procFolder))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) continue;
            if (Entries(Path.Combine(folder, "fd")).Any(fd => LinkTarget(fd) is { } link && links.Contains(link)))
                found.Add(new OwningProcess(pid, NameOf(pid) ?? "unknown"));
        }

        // A master is older than its workers.
        found.Sort((a, b) => a.Id.CompareTo(b.Id));
        return found;
    }

    private IEnumerable<Row> ReadTable(string name)
    {
        foreach (string line in (ReadFile("self/" + name) ?? "").Split('\n').Skip(1))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // Inode 0: a socket without a process, such as one in TIME_WAIT.
            if (fields.Length <= InodeField || fields[InodeField] == "0") continue;
            if (ReadEndPoint(fields[LocalAddressField]) is not { } local) continue;
            _ = int.TryParse(fields[UserField], CultureInfo.InvariantCulture, out int user);
            yield return new Row(local, fields[StateField] == Listening, user, fields[InodeField]);
        }
    }

    /// <summary>The kernel prints an address as 32-bit words in its own byte order, and the port as a number.</summary>
    private static IPEndPoint? ReadEndPoint(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length != 2 || parts[0].Length is not (8 or 32)) return null;
        var words = new uint[parts[0].Length / 8];
        for (int i = 0; i < words.Length; i++)
        {
            if (!uint.TryParse(parts[0].AsSpan(i * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out words[i])) return null;
        }

        return int.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int port)
            ? new IPEndPoint(new IPAddress(MemoryMarshal.AsBytes(words.AsSpan())), port) : null;
    }

    private static bool Collides(IPAddress held, IPAddress asked, bool dualStack)
    {
        if (held.IsIPv4MappedToIPv6) held = held.MapToIPv4();
        if (IsAny(held) && IsAny(asked)) return true;
        if (dualStack) return true;
        // Whether [::] of another takes IPv4 too is not in the table; as a dual one is the rule, it counts.
        if (held.AddressFamily != asked.AddressFamily) return held.Equals(IPAddress.IPv6Any);
        return held.Equals(asked) || IsAny(held) || IsAny(asked);
    }

    private static bool IsAny(IPAddress address) =>
        address.Equals(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);

    private string? ReadFile(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(procFolder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended.
            return [];
        }
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private readonly record struct Row(IPEndPoint Local, bool IsListening, int UserId, string Inode);
}

/// <summary>Who holds a port.</summary>
/// <param name="Processes">By pid; empty if the caller may not see them.</param>
/// <param name="UserId">The numeric owner of the socket.</param>
internal sealed record PortOwner(IReadOnlyList<OwningProcess> Processes, int UserId);

/// <summary>One process, as named in messages.</summary>
internal sealed record OwningProcess(int Id, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} (pid {Id})";
}
