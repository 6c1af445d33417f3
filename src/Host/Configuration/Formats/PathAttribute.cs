using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A path in the file system; the value is the absolute path, a <see cref="string"/>. Links are not resolved here.</summary>
internal sealed class PathAttribute(PathKind kind) : ValueFormatAttribute
{
    /// <summary>What must be there.</summary>
    public PathKind Kind { get; } = kind;

    public override string Expected => Kind switch
    {
        PathKind.App => "the path of a .dll, a .csproj or a folder",
        PathKind.File => "the path of a file",
        PathKind.Folder or PathKind.NewFolder => "the path of a folder",
        _ => "the path of a file to write",
    };

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
        {
            return ParsedValue.Wrong(Expected, text.Replace('\0', '?'), "write a path");
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, context.BaseDirectory));
        var problem = Kind switch
        {
            PathKind.App => ProblemOfApp(path),
            PathKind.File when Directory.Exists(path) => $"{path} is a folder; name a file in it",
            PathKind.File when !File.Exists(path) => $"there is no file {path}; create it or correct the path",
            PathKind.Folder or PathKind.NewFolder when File.Exists(path) => $"{path} is a file; name its folder",
            PathKind.Folder when !Directory.Exists(path) => $"there is no folder {path}; create it or correct the path",
            PathKind.NewFile when Directory.Exists(path) => $"{path} is a folder; name a file in it",
            PathKind.NewFile when !Directory.Exists(Path.GetDirectoryName(path)) =>
                $"there is no folder {Path.GetDirectoryName(path)}; create it or correct the path",
            _ => null,
        };
        return problem is null ? ParsedValue.Of(path) : ParsedValue.Wrong(problem);
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };

    public override string? Show(object? value) => (string?)value;

    private static string? ProblemOfApp(string path)
    {
        if (Directory.Exists(path))
        {
            return null;
        }

        if (!File.Exists(path))
        {
            return $"there is nothing at {path}; build or publish the app first, or correct the path";
        }

        return Path.GetExtension(path).ToLowerInvariant() is ".dll" or ".csproj" || IsProgram(path)
            ? null
            : $"{path} is neither a .dll nor a .csproj nor a folder; name the app's .dll";
    }

    // The inspector says what kind of program it is, and what to name instead.
    private static bool IsProgram(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[4];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("\u007fELF"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
