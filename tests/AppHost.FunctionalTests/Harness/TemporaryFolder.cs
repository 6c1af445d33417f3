namespace AppHost.FunctionalTests.Harness;

/// <summary>A folder of one test; its path is short enough for a socket file.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("apphost-");

    public string Path => _folder.FullName;

    /// <summary>The path of a file in it, which need not exist.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file by renaming it into place, as deployments should.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name + ".new"], text);
        File.Move(this[name + ".new"], this[name], overwrite: true);
        return this[name];
    }

    /// <summary>Puts a test app in it, or over the one that is there: each file is renamed into place.</summary>
    /// <param name="app">The name of the test app.</param>
    /// <param name="name">The name that its DLL gets here.</param>
    /// <returns>The path of the DLL.</returns>
    public string Deploy(string app, string name)
    {
        ReleaseFiles.Copy(app, Path, name);
        return this[name + ".dll"];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
