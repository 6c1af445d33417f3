namespace AppHost.Host.Apps;

/// <summary>Finds a <c>dotnet</c> that can build.</summary>
internal static class DotnetSdk
{
    /// <summary>The <c>dotnet</c> program: the one whose runtime this process uses, or the first on the PATH that has an SDK.</summary>
    /// <returns>Its path; null if there is no SDK.</returns>
    public static string? Find() => Find(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, Environment.GetEnvironmentVariable("PATH"));

    /// <inheritdoc cref="Find()"/>
    /// <param name="runtimeFolder">For example <c>/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.12</c>.</param>
    /// <param name="searchPath">Folders, separated by colons.</param>
    public static string? Find(string runtimeFolder, string? searchPath)
    {
        var own = Path.GetFullPath(Path.Combine(runtimeFolder, "..", "..", "..", "dotnet"));
        return (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "dotnet"))
            .Prepend(own)
            .Where(File.Exists)
            .Select(RealPath.Of)
            .FirstOrDefault(HasSdk);
    }

    private static bool HasSdk(string dotnet)
    {
        var sdks = Path.Combine(Path.GetDirectoryName(dotnet)!, "sdk");
        return Directory.Exists(sdks) && Directory.EnumerateDirectories(sdks).Any();
    }
}
