using System.Text;
using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Documents;

/// <summary>Writes the repository's appserver.yaml: one setting in use, all others commented out with their defaults. Pure.</summary>
internal static class SampleFile
{
    private const int Width = 110;

    /// <summary>The file.</summary>
    public static string Write()
    {
        var file = new StringBuilder(
            """
            # yaml-language-server: $schema=docs/appserver.schema.json
            #
            # Runs the example: apphost run
            # Made by `apphost config generate .`. Every setting is here: a line that begins with '#' and a name without a blank between
            # them shows a default, or an example where there is no default; remove the '#' to change it. docs/settings.md says more.

            """.ReplaceLineEndings("\n"));
        var sections = new HashSet<string>();
        Topic? topic = null;
        foreach (var setting in SettingCatalog.All)
        {
            if (setting.Topic != topic)
            {
                topic = setting.Topic;
                file.Append($"\n# ----- {TopicTitle.Of(setting.Topic)} -----\n");
            }

            Write(file, setting, sections);
            if (setting.Path == SettingsPage.LastBeforeClasses) file.Append(ClassDocuments.Sample());
        }

        return file.ToString();
    }

    private static void Write(StringBuilder file, SettingDeclaration setting, HashSet<string> sections)
    {
        var indentation = setting.Section.Length == 0 ? "" : "  ";
        file.Append('\n');
        if (setting.Section.Length > 0 && sections.Add(setting.Section))
        {
            file.Append($"#{setting.Section}:\n");
        }

        foreach (var line in TextWrap.Lines(Comment(setting), Width))
        {
            file.Append($"{indentation}# {line}\n");
        }

        if (setting.IsShorthand)
        {
            sections.Add(setting.Path);
            file.Append($"#{setting.Name}:\n");
        }
        else
        {
            var isUsed = setting.Path == "app";
            var value = isUsed ? "examples/Hello" : setting.Default ?? setting.Example;
            file.Append($"{indentation}{(isUsed ? "" : "#")}{setting.Name}: {value}\n");
        }
    }

    private static string Comment(SettingDeclaration setting) =>
        setting.Summary.Replace("`", "", StringComparison.Ordinal)
        + (setting is { Default: null, DefaultNote: { } note } ? $" Default: {note}." : "")
        + (setting.Reloadable ? "" : " A changed value needs a restart.");
}
