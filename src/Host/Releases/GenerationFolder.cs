namespace AppHost.Host.Releases;

/// <summary>Deletes generation folders, and never one that holds somebody's data.</summary>
internal static class GenerationFolder
{
    private const int FilesNamed = 5;

    /// <summary>The file beside a generation folder that says what it held at first.</summary>
    public static string ContentsFileOf(string folder) => folder + ".contents";

    /// <summary>Deletes a folder that is as it was made; reports one that is not.</summary>
    /// <param name="before">What it held at first; null if nobody knows, then it was never finished.</param>
    public static void Delete(string folder, FolderContents? before, Action<string> report)
    {
        try
        {
            IReadOnlyList<string> written = before is null || !Directory.Exists(folder) ? [] : FolderContents.Of(folder).WrittenSince(before);
            if (written.Count > 0)
            {
                string names = string.Join(", ", written.Take(FilesNamed)) + (written.Count > FilesNamed ? ", ..." : "");
                report($"The generation folder {folder} is kept, for the app has written to it: {names}. Move what you need and delete it; "
                    + "names in reload.shared stay in the live folder.");
                return;
            }

            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            File.Delete(ContentsFileOf(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report($"The generation folder {folder} could not be deleted: {exception.Message}");
        }
    }
}
