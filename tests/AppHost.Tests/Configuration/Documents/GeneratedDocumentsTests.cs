using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Documents;

namespace AppHost.Tests.Configuration.Documents;

public sealed partial class GeneratedDocumentsTests
{
    [Fact]
    public void The_repository_holds_what_the_declarations_say()
    {
        foreach (var (name, text) in GeneratedDocuments.All())
        {
            var path = Path.Combine(RepositoryRoot(), name);
            Assert.True(
                File.Exists(path) && File.ReadAllText(path) == text,
                $"{name} is stale: run 'apphost config generate' at the root of the repository");
        }
    }

    [Fact]
    public void Every_setting_is_in_every_document()
    {
        var page = SettingsPage.Write();
        var schema = JsonNode.Parse(SettingsSchema.Write())!;
        foreach (var setting in SettingCatalog.All)
        {
            Assert.Contains($"\n### {setting.Path}\n", page, StringComparison.Ordinal);
            var node = schema;
            foreach (var name in setting.Path.Split('.'))
            {
                node = (node["properties"] ?? node["anyOf"]![1]!["properties"])?[name];
                Assert.True(node is not null, setting.Path);
            }

            Assert.NotNull(node["description"]);
        }
    }

    [Fact]
    public void The_sample_with_every_default_uncommented_changes_nothing()
    {
        using var workspace = new ConfigurationWorkspace();
        Directory.CreateDirectory(Path.Combine(workspace.Folder, "examples/Hello"));
        var sample = SampleFile.Write();
        var plain = workspace.Settings(sample);
        Assert.Equal("Hello", plain.Name);

        // Settings without a default show an example, which stays commented out here.
        var examples = SettingCatalog.All
            .Where(setting => setting.Default is null && !setting.IsShorthand && setting.Path != "bind")
            .Select(setting => setting.Path)
            .ToHashSet();
        var uncommented = CommentedSetting(
            ).Replace(sample, match => examples.Contains(match.Groups[2].Value) ? match.Value : $"{match.Groups[1]}{match.Groups[2]}:");
        var result = workspace.LoadYaml(uncommented);

        var settings = ConfigurationWorkspace.Right(result);
        Assert.All(
            SettingCatalog.All.Where(setting => setting.Default is not null),
            setting => Assert.True(result.IsGiven(setting.Path), setting.Path));
        Assert.Equal(Values(plain), Values(settings));

        static object Values(HostSettings settings) => (
            settings.Backlog, settings.Workers, settings.Queue, settings.Drain, settings.Limits,
            (settings.Reload, settings.Crash, settings.Log, settings.KeepAliveTimeout, settings.BootTimeout));
    }

    [GeneratedRegex("^( *)#([a-z-]+):", RegexOptions.Multiline)]
    private static partial Regex CommentedSetting();

    private static string RepositoryRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "AppHost.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
