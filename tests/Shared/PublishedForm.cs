using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AppHost.TestApps;

/// <summary>
/// What <c>dotnet publish</c> makes of an ASP.NET Core app under its various options, put together from the built app in a moment
/// rather than published in half a minute. The folders are like real ones in what the host looks at.
/// </summary>
internal static class PublishedForm
{
    private static readonly string Runtime = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());

    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(Runtime, "..", "..", ".."));

    /// <summary><c>--self-contained</c>: with the runtime beside it, here as links. It runs, by its own executable only.</summary>
    /// <param name="app">The name of a test app.</param>
    /// <param name="folder">An empty folder.</param>
    /// <returns>The DLL; the executable beside it has no extension.</returns>
    public static string SelfContained(string app, string folder)
    {
        string library = Copy(app, folder, ".dll", "");
        string aspNetCore = Directory.GetDirectories(Path.Combine(DotnetRoot, "shared", "Microsoft.AspNetCore.App"), $"{Environment.Version.Major}.*")
            .MaxBy(path => Version.TryParse(Path.GetFileName(path), out Version? version) ? version : new Version())!;
        string resolver = Path.Combine(DotnetRoot, "host", "fxr", Path.GetFileName(Runtime), "libhostfxr.so");
        List<string> files = [.. Directory.GetFiles(Runtime), .. Directory.GetFiles(aspNetCore, "*.dll"), resolver];
        files.RemoveAll(file => Path.GetExtension(file) is not (".dll" or ".so"));
        foreach (string file in files)
        {
            string target = Path.Combine(folder, Path.GetFileName(file));
            // These two look for the rest where they really are.
            if (Path.GetFileName(file) is "libhostfxr.so" or "libhostpolicy.so") File.Copy(file, target);
            else File.CreateSymbolicLink(target, file);
        }

        WriteRuntimeConfiguration(app, library, options => IncludeFrameworks(options));
        File.WriteAllText(Path.ChangeExtension(library, ".deps.json"), Dependencies(app, files));
        return library;
    }

    /// <summary><c>PublishTrimmed</c>: startup hooks are among what is trimmed away. Not to be run.</summary>
    public static string Trimmed(string app, string folder)
    {
        string library = Copy(app, folder, ".dll", "");
        WriteRuntimeConfiguration(app, library, options =>
        {
            IncludeFrameworks(options);
            Properties(options)["System.StartupHookProvider.IsSupported"] = false;
        });
        return library;
    }

    /// <summary><c>PublishSingleFile</c>: one executable, and no DLL. Not to be run.</summary>
    /// <returns>The executable.</returns>
    public static string SingleFile(string app, string folder)
    {
        string executable = Path.ChangeExtension(Copy(app, folder, ""), null);
        byte[] image = File.ReadAllBytes(executable);
        // The 8 bytes before the mark (SHA-256 of ".net core bundle") say where the bundle starts; 0 where there is none.
        ReadOnlySpan<byte> mark = [0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38];
        BitConverter.TryWriteBytes(image.AsSpan(image.AsSpan().IndexOf(mark) - 8), (long)image.Length);
        File.WriteAllBytes(executable, [.. image, .. new byte[1000]]);
        return executable;
    }

    /// <summary>An app for another version of the framework. It runs if there is such a one, or a way to roll forward.</summary>
    /// <param name="version">As in <c>8.0.0</c>.</param>
    public static string ForFramework(string app, string folder, string version)
    {
        string library = Copy(app, folder, ".dll", ".deps.json");
        WriteRuntimeConfiguration(app, library, options =>
        {
            foreach (JsonNode? framework in options["frameworks"]!.AsArray()) framework!["version"] = version;
        });
        return library;
    }

    private static string Copy(string app, string folder, params string[] extensions)
    {
        string library = TestApp.Path(app);
        foreach (string extension in extensions)
        {
            string file = Path.ChangeExtension(library, null) + extension;
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return Path.Combine(folder, Path.GetFileName(library));
    }

    private static void WriteRuntimeConfiguration(string app, string library, Action<JsonObject> change)
    {
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(TestApp.Path(app), ".runtimeconfig.json")))!;
        change(configuration["runtimeOptions"]!.AsObject());
        File.WriteAllText(Path.ChangeExtension(library, ".runtimeconfig.json"), configuration.ToJsonString());
    }

    private static void IncludeFrameworks(JsonObject options)
    {
        JsonNode frameworks = options["frameworks"]!;
        options.Remove("frameworks");
        options["includedFrameworks"] = frameworks;
        foreach (JsonNode? framework in frameworks.AsArray()) framework!["version"] = Path.GetFileName(Runtime);
    }

    private static JsonObject Properties(JsonObject options)
    {
        if (options["configProperties"] is not JsonObject properties) options["configProperties"] = properties = [];
        return properties;
    }

    // The app, and one library that is the whole runtime.
    private static string Dependencies(string app, IEnumerable<string> runtime)
    {
        const string Target = ".NETCoreApp,Version=v10.0/linux-x64";
        ILookup<bool, string> files = runtime.Select(file => Path.GetFileName(file)).ToLookup(file => file.EndsWith(".dll", StringComparison.Ordinal));
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["runtimeTarget"] = new { name = Target, signature = "" },
            ["targets"] = new Dictionary<string, object>
            {
                [Target] = new Dictionary<string, object>
                {
                    [$"{app}/1.0.0"] = new
                    {
                        dependencies = new Dictionary<string, string> { ["runtimepack"] = "1.0.0" },
                        runtime = Listed([app + ".dll"]),
                    },
                    ["runtimepack/1.0.0"] = new { runtime = Listed(files[true]), native = Listed(files[false]) },
                },
            },
            ["libraries"] = new Dictionary<string, object>
            {
                [$"{app}/1.0.0"] = new { type = "project", serviceable = false, sha512 = "" },
                ["runtimepack/1.0.0"] = new { type = "runtimepack", serviceable = false, sha512 = "" },
            },
        });
    }

    private static Dictionary<string, object> Listed(IEnumerable<string> files) => files.ToDictionary(file => file, _ => new object());
}
