namespace AppHost.Host.Configuration.Documents;

/// <summary>The files of the repository that are made from the declarations of the settings. Pure.</summary>
internal static class GeneratedDocuments
{
    /// <summary>Each file's path from the root of the repository, and its text.</summary>
    public static IReadOnlyDictionary<string, string> All() => new Dictionary<string, string>
    {
        ["docs/settings.md"] = SettingsPage.Write(),
        ["docs/appserver.schema.json"] = SettingsSchema.Write(),
        ["appserver.yaml"] = SampleFile.Write(),
    };
}
