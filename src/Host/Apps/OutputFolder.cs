namespace AppHost.Host.Apps;

/// <summary>Prepares the folder that a build writes to.</summary>
internal static class OutputFolder
{
    /// <summary>
    /// Puts a fresh copy in the place of each library. A build overwrites files in place, and a process that has the file
    /// mapped then dies of SIGBUS: the workers that still serve from this folder, or this host itself. They keep the old
    /// file, which has no name any more. Times stay as they are, so that an up-to-date build still sees nothing to do.
    /// </summary>
    /// <param name="folder">May not exist yet.</param>
    public static void Detach(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var pattern in (string[])["*.dll", "*.so"])
        {
            foreach (var file in Directory.GetFiles(folder, pattern, SearchOption.AllDirectories))
            {
                Replace(file);
            }
        }
    }

    private static void Replace(string file)
    {
        var copy = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            File.Copy(file, copy);
            File.Move(copy, file, overwrite: true); // rename(2): the name never points to nothing or to half of a file
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be replaced cannot be overwritten by the build either; the build will say so.
            File.Delete(copy);
        }
    }
}
