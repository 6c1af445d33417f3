namespace AppHost.Host.Apps;

/// <summary>Takes symbolic links out of a path: of the file, and of every folder on the way.</summary>
/// <remarks>
/// A deployment switches <c>current -> releases/42</c>. A worker that starts later must not find half of its files in
/// another release, so the link is followed once.
/// </remarks>
internal static class RealPath
{
    // As the kernel's own limit, path_resolution(7).
    private const int MostLinks = 40;

    /// <summary>The path as <c>realpath</c> gives it; parts that do not exist stay as they are.</summary>
    /// <param name="path">Absolute or relative to the current directory.</param>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Of(string path)
    {
        var parts = new Stack<string>(LastFirst(Path.GetFullPath(path)));
        var resolved = "/";
        var links = 0;
        while (parts.TryPop(out var part))
        {
            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? "/";
                continue;
            }

            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"{path} has too many symbolic links.");
            }

            resolved = Path.IsPathRooted(target) ? "/" : resolved;
            foreach (var targetPart in LastFirst(target))
            {
                parts.Push(targetPart);
            }
        }

        return resolved;
    }

    // Pushed in this order, the first part of a path is the next one off the stack.
    private static IEnumerable<string> LastFirst(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
