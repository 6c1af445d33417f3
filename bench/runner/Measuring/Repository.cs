namespace AppHost.Bench.Measuring;

/// <summary>Where the files of a run are.</summary>
/// <param name="Root">The folder of AppHost.sln.</param>
/// <param name="Temporary">A folder for what servers write; removed at the end.</param>
/// <param name="Found">The paths of peers' programs by name.</param>
internal sealed record Repository(string Root, string Temporary, IReadOnlyDictionary<string, string> Found)
{
    // bin/Release/net10.0, as the runner itself was built: bench/run builds it, and with it everything else, in Release.
    private static readonly string Output = Path.Combine("bin", BuildOf(AppContext.BaseDirectory));

    public string Peers => Path.Combine(Root, "bench", "peers");

    public string AppHost => Path.Combine(Root, "src/Host", Output, "apphost");

    public string Handlers => Path.Combine(Peers, "apphost", Output, "BenchHandlers.dll");

    public string Kestrel => Path.Combine(Peers, "kestrel", Output, "PlainKestrel.dll");

    public string Load => Path.Combine(Root, "bench/load", Output, "load");

    public string GoProgram => Path.Combine(Temporary, "go-server");

    public string PhpFpm => Found.GetValueOrDefault("php-fpm", "php-fpm");

    /// <summary>The folder of AppHost.sln above the runner's own.</summary>
    /// <exception cref="InvalidOperationException">The runner was moved out of the repository.</exception>
    public static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AppHost.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("bench-runner must be below the folder of AppHost.sln.");
    }

    /// <summary>The last two folders of an output path: configuration and framework.</summary>
    public static string BuildOf(string folder)
    {
        var output = new DirectoryInfo(folder.TrimEnd('/'));
        return Path.Combine(output.Parent!.Name, output.Name);
    }

    /// <summary>A command line as a reader can repeat it: places that differ from run to run have names instead.</summary>
    public string Plain(string text, int port, string folder) => text
        .Replace(folder, "FOLDER", StringComparison.Ordinal)
        .Replace(Temporary, "TEMPORARY", StringComparison.Ordinal)
        .Replace(Root + "/", "", StringComparison.Ordinal)
        .Replace($":{port}", ":PORT", StringComparison.Ordinal)
        .Replace($"PORT={port}", "PORT=PORT", StringComparison.Ordinal);
}
