using System.Text.Json;

namespace AppHost.Worker.Apps;

/// <summary>The <c>runtimeconfig.json</c> beside a DLL, as far as a host has to know it. Immutable.</summary>
/// <param name="Frameworks">The shared frameworks that it asks for, or, where they are included, those it brings.</param>
/// <param name="IsSelfContained">The runtime lies beside the app.</param>
/// <param name="AllowsStartupHooks">False for a trimmed app.</param>
internal sealed record RuntimeConfiguration(IReadOnlyList<FrameworkReference> Frameworks, bool IsSelfContained, bool AllowsStartupHooks)
{
    private const string HookSwitch = "System.StartupHookProvider.IsSupported";

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads it; null if the file is missing or not what it should be.</summary>
    /// <param name="assemblyPath">The DLL.</param>
    public static RuntimeConfiguration? Of(string assemblyPath)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(assemblyPath, ".runtimeconfig.json")), Options);
            return document.RootElement.TryGetProperty("runtimeOptions", out var options)
                ? new RuntimeConfiguration([.. FrameworksIn(options)], options.TryGetProperty("includedFrameworks", out _), AllowsHooks(options))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The framework of that name; null if it is not among them.</summary>
    public FrameworkReference? Find(string name) => Frameworks.FirstOrDefault(framework => framework.Name == name);

    // One framework, several of them, or (in a self-contained app) those that are included.
    private static IEnumerable<FrameworkReference> FrameworksIn(JsonElement options)
    {
        if (options.TryGetProperty("framework", out var only))
        {
            yield return Read(only);
        }

        foreach (var list in (string[])["frameworks", "includedFrameworks"])
        {
            if (options.TryGetProperty(list, out var frameworks))
            {
                foreach (var framework in frameworks.EnumerateArray())
                {
                    yield return Read(framework);
                }
            }
        }
    }

    private static FrameworkReference Read(JsonElement framework)
    {
        // 10.0.0-rc.1 is a 10.0.
        var text = framework.TryGetProperty("version", out var version) ? version.GetString()!.Split('-')[0] : null;
        return new FrameworkReference(framework.GetProperty("name").GetString()!, Version.TryParse(text, out var parsed) ? parsed : new Version(0, 0));
    }

    private static bool AllowsHooks(JsonElement options) =>
        !(options.TryGetProperty("configProperties", out var properties)
            && properties.TryGetProperty(HookSwitch, out var allowed)
            && allowed.ValueKind == JsonValueKind.False);
}

/// <summary>A shared framework by name and version.</summary>
/// <param name="Name">For example <c>Microsoft.AspNetCore.App</c>.</param>
/// <param name="Version">0.0 if none is said.</param>
internal sealed record FrameworkReference(string Name, Version Version);
