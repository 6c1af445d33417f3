using System.Text.Json;

namespace AppHost.Worker.Apps;

/// <summary>Reads the <c>runtimeconfig.json</c> beside a DLL.</summary>
internal static class RuntimeConfiguration
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Names of the shared frameworks; null if the file is missing or not what it should be.</summary>
    /// <param name="assemblyPath">The DLL.</param>
    public static IReadOnlyList<string>? FrameworksOf(string assemblyPath)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(assemblyPath, ".runtimeconfig.json")), Options);
            return document.RootElement.TryGetProperty("runtimeOptions", out var options) ? [.. Frameworks(options)] : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    // One framework, several of them, or (in a self-contained app) those that are included.
    private static IEnumerable<string> Frameworks(JsonElement options)
    {
        if (options.TryGetProperty("framework", out var only))
        {
            yield return only.GetProperty("name").GetString()!;
        }

        foreach (var list in (string[])["frameworks", "includedFrameworks"])
        {
            if (options.TryGetProperty(list, out var frameworks))
            {
                foreach (var framework in frameworks.EnumerateArray())
                {
                    yield return framework.GetProperty("name").GetString()!;
                }
            }
        }
    }
}
