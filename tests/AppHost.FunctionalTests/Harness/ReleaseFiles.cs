using AppHost.TestApps;

namespace AppHost.FunctionalTests.Harness;

/// <summary>The files of a test app as a deployment brings them.</summary>
internal static class ReleaseFiles
{
    /// <summary>Puts a test app in a folder, or over the one that is there: each file is renamed into place, the DLL last.</summary>
    /// <param name="app">The name of the test app; an ASP.NET Core app keeps its own name, which its deps.json has too.</param>
    /// <param name="folder">Where to; it exists.</param>
    /// <param name="name">The name that its DLL gets there.</param>
    public static void Copy(string app, string folder, string name)
    {
        string library = TestApp.Path(app);
        bool whole = app.Contains('/', StringComparison.Ordinal);
        IEnumerable<string> files = whole
            ? Directory.GetFiles(Path.GetDirectoryName(library)!)
            : ((string[])[".runtimeconfig.json", ".deps.json", ".dll"]).Select(extension => Path.ChangeExtension(library, extension));
        foreach (string file in files.Where(File.Exists).OrderBy(file => file == library))
        {
            string target = Path.Combine(folder, whole ? Path.GetFileName(file) : name + Path.GetFileName(file)[Path.GetFileNameWithoutExtension(library).Length..]);
            File.Copy(file, target + ".new", overwrite: true);
            File.Move(target + ".new", target, overwrite: true);
        }
    }
}
