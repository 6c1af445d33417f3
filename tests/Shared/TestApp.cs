namespace AppHost.TestApps;

/// <summary>The small real apps below tests/TestApps, built with the tests.</summary>
internal static class TestApp
{
    /// <summary>The folder that holds AppHost.sln.</summary>
    public static string Root { get; } = FindRoot();

    // bin/Release/net10.0 of the running tests: the apps were built in the same configuration.
    private static string Output { get; } = System.IO.Path.GetRelativePath(
        System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", ".."), AppContext.BaseDirectory);

    /// <summary>The DLL of an app.</summary>
    /// <param name="name">
    /// Folder and project name, of a test app or of an example. <c>Shop/Probe</c>: the ASP.NET Core app that answers as the handler
    /// app <c>Probe</c>, in a folder of its own.
    /// </param>
    public static string Path(string name)
    {
        if (name.Split('/') is [var shop, var release])
        {
            return System.IO.Path.Combine(Root, "tests", "TestApps", shop, Output, "releases", release, shop + ".dll");
        }

        var example = System.IO.Path.Combine(Root, "examples", name);
        var project = Directory.Exists(example) ? example : System.IO.Path.Combine(Root, "tests", "TestApps", name);
        return System.IO.Path.Combine(project, Output, name + ".dll");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "AppHost.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the folder of AppHost.sln.");
    }
}
