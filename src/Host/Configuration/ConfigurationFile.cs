using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Configuration;

/// <summary>The YAML file, if there is one.</summary>
/// <param name="Path">Absolute; null if none was named and none is there.</param>
/// <param name="Content">What it says.</param>
internal sealed record ConfigurationFile(string? Path, SourceContent Content)
{
    private const string DefaultName = "appserver.yaml";

    /// <summary>Finds and reads the file.</summary>
    /// <param name="named">What <c>--config</c> says, or null.</param>
    /// <param name="currentDirectory">Absolute.</param>
    public static ConfigurationFile Read(string? named, string currentDirectory)
    {
        var path = System.IO.Path.GetFullPath(named ?? DefaultName, currentDirectory);
        if (named is null && !File.Exists(path))
        {
            return new ConfigurationFile(null, new SourceContent());
        }

        var failed = new SourceContent();
        var place = named is null ? path : "option --config";
        try
        {
            if (Directory.Exists(path))
            {
                failed.Errors.Add(new ConfigurationProblem(place, null, $"{path} is a folder; name a file in it"));
                return new ConfigurationFile(path, failed);
            }

            return new ConfigurationFile(path, YamlSource.Read(File.ReadAllText(path), Show(path, currentDirectory)));
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            failed.Errors.Add(new ConfigurationProblem(place, null, $"there is no file {path}; create it or correct the path"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            failed.Errors.Add(new ConfigurationProblem(place, null, $"{path} cannot be read: {problem.Message}"));
        }

        return new ConfigurationFile(path, failed);
    }

    /// <summary>A path as it is shown in places: short below the current directory, absolute elsewhere.</summary>
    public static string Show(string path, string currentDirectory)
    {
        var relative = System.IO.Path.GetRelativePath(currentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
