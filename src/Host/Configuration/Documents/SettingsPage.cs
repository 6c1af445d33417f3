using System.Text;
using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Documents;

/// <summary>Writes docs/settings.md. Pure.</summary>
internal static class SettingsPage
{
    /// <summary>The setting behind which classes stand: they are no setting with one value.</summary>
    public const string LastBeforeClasses = "shed.retry-after";

    /// <summary>The page.</summary>
    public static string Write()
    {
        var page = new StringBuilder(
            """
            <!-- Made by `apphost config generate .`; do not edit. -->
            # Settings

            A value is looked for on the command line, then in the environment, then in `appserver.yaml`, then among the defaults; the
            first one found counts. The file is the one that `-c FILE` names, else `appserver.yaml` in the current directory.

            - Dots in a name are levels of the file: `queue.length` is `length:` below `queue:`.
            - In the environment a name begins with `APPHOST_`, has capitals, and `_` for dots and dashes. A variable `APPHOST_*` that
              is no setting gives a warning; those that Kubernetes makes for a Service called `apphost` do not.
            - An unknown key or option is an error, and so is a wrong value, even where a stronger source replaces it. All errors are
              reported at once.
            - Relative paths start at the folder of the file, or at the current directory for options and variables.
            - Durations: `250ms`, `30s`, `5m`, `2h`, `7d`. Sizes: `512KiB`, `64MiB` (powers of 1024), `30MB` (powers of 1000).
            - A list from a stronger source replaces the list of a weaker one; variables for the app (`env`) are merged by name.
            - A reload (HUP) reads everything again. Settings marked *restart* keep their value until the host starts anew.

            `apphost config show` prints every value and where it comes from.

            """.ReplaceLineEndings("\n"));
        foreach (var topic in SettingCatalog.All.GroupBy(setting => setting.Topic))
        {
            page.Append($"\n## {TopicTitle.Of(topic.Key)}\n");
            foreach (var setting in topic)
            {
                Write(page, setting);
                if (setting.Path == LastBeforeClasses) page.Append(ClassDocuments.Page());
            }
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, SettingDeclaration setting)
    {
        page.Append($"\n### {setting.Path}\n\n{setting.Summary}\n\n");
        if (setting.IsShorthand)
        {
            page.Append($"One value stands for {string.Join(" and ", setting.StandsFor.Select(path => $"`{path}`"))}.\n\n");
        }
        else
        {
            var value = setting.Default is null ? setting.DefaultNote ?? "none, it must be given" : $"`{setting.Default}`";
            page.Append($"- Default: {value}\n");
        }

        page.Append($"- Expects: {Many(setting)}{setting.Format.Expected}\n");
        if (OptionOf(setting) is { } option)
        {
            page.Append($"- Option: `{option}`\n");
        }

        page.Append($"- Environment: `{setting.EnvironmentName}`\n");
        page.Append($"- A changed value needs: {(setting.Reloadable ? "a reload" : "a *restart*")}\n");
    }

    private static string Many(SettingDeclaration setting) => setting.Shape switch
    {
        SettingShape.List => "a list, each item ",
        SettingShape.Map => "names, each with ",
        _ => "",
    };

    private static string? OptionOf(SettingDeclaration setting) => setting switch
    {
        { Option: { } option } => $"{(option.Short is { } letter ? $"-{letter}, " : "")}--{option.Long} {option.Meta}".TrimEnd(),
        { Path: "app" } => "the first operand",
        { Path: "args" } => "-- ARGUMENTS",
        _ => null,
    };
}
