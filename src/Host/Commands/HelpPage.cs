using System.Reflection;
using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Documents;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Writes help from the declarations.</summary>
internal static class HelpPage
{
    private const int OptionColumn = 32;

    private const string Sources = "Each option is also a key of appserver.yaml and an environment variable APPHOST_*; the command line is "
        + "the strongest, then the environment, then the file. docs/settings.md lists all settings, also those without an option.";

    /// <summary>What the program is and its verbs.</summary>
    public static void WriteShort(TextWriter writer)
    {
        writer.WriteLine("apphost runs .NET apps in several worker processes, restarts them and reloads them without downtime.");
        writer.WriteLine();
        writer.WriteLine("Usage: apphost VERB [OPTIONS]");
        writer.WriteLine();
        foreach (var verb in VerbCatalog.All.Where(verb => !verb.IsHidden))
        {
            writer.WriteLine($"  {verb.Name,-14}{verb.Summary}");
        }

        writer.WriteLine();
        writer.WriteLine("  apphost run MyApp.dll                      run an app on http://127.0.0.1:8080");
        writer.WriteLine("  apphost run -w 4 -b http://0.0.0.0:80 App  four workers, reachable from outside");
        writer.WriteLine();
        writer.WriteLine("'apphost VERB --help' lists the options of a verb.");
    }

    /// <summary>All options of a verb, by topic.</summary>
    public static void WriteVerb(Verb verb, CommandContext context)
    {
        // Shorter lines break too often, longer ones are hard to read.
        var width = Math.Clamp(context.Width - 1, 79, 119);
        var writer = context.Out;
        var hasSettings = typeof(SettingOptions).IsAssignableFrom(verb.OptionsType);
        writer.WriteLine($"apphost {verb.Name}: {verb.Summary}");
        writer.WriteLine();
        var appArguments = hasSettings ? " [-- ARGUMENTS OF THE APP]" : "";
        writer.WriteLine($"Usage: apphost {verb.Name} [OPTIONS]{Operands(verb.OptionsType)}{appArguments}");
        writer.WriteLine();
        writer.WriteLine("Examples:");
        foreach (var example in verb.Examples)
        {
            writer.WriteLine($"  {example}");
        }

        if (hasSettings)
        {
            foreach (var topic in SettingCatalog.All.Where(setting => setting.Option is not null).GroupBy(setting => setting.Topic))
            {
                WriteHeading(writer, TopicTitle.Of(topic.Key));
                foreach (var setting in topic)
                {
                    WriteOption(writer, width, setting.Option!, TextOf(setting));
                }
            }
        }

        WriteHeading(writer, "General");
        foreach (var property in verb.OptionsType.GetProperties().Where(property => !property.IsDefined(typeof(SettingAttribute))))
        {
            if (SettingCatalog.SpellingOf(property) is { } spelling)
            {
                WriteOption(writer, width, spelling, property.GetCustomAttribute<OptionAttribute>()!.HelpText);
            }
        }

        if (hasSettings)
        {
            writer.WriteLine();
            foreach (var line in TextWrap.Lines(Sources, width))
            {
                writer.WriteLine(line);
            }
        }
    }

    private static string Operands(Type optionsType) => string.Concat(optionsType.GetProperties()
        .Select(property => property.GetCustomAttribute<ValueAttribute>())
        .OfType<ValueAttribute>()
        .Select(operand => $" [{operand.MetaName}]"));

    private static void WriteHeading(TextWriter writer, string heading)
    {
        writer.WriteLine();
        writer.WriteLine($"{heading}:");
    }

    private static string TextOf(SettingDeclaration setting) =>
        setting.Summary.Replace("`", "", StringComparison.Ordinal)
        + (setting.Option!.Repeats ? " May be repeated." : "")
        + DefaultOf(setting);

    private static string DefaultOf(SettingDeclaration setting)
    {
        var defaults = setting.IsShorthand
            ? string.Join(", ", SettingCatalog.Below(setting.Path).Select(member => $"{member.Name} {member.Default}"))
            : setting.Default ?? setting.DefaultNote;
        return defaults is null or "none" ? "" : $" Default: {defaults}.";
    }

    private static void WriteOption(TextWriter writer, int width, OptionSpelling option, string text)
    {
        var head = (option.Short is { } letter ? $"  -{letter}, " : "      ") + $"--{option.Long} {option.Meta}".TrimEnd();
        if (head.Length > OptionColumn - 2)
        {
            writer.WriteLine(head);
            head = "";
        }

        var lines = TextWrap.Lines(text, width - OptionColumn);
        writer.WriteLine(head.PadRight(OptionColumn) + lines[0]);
        foreach (var line in lines.Skip(1))
        {
            writer.WriteLine(new string(' ', OptionColumn) + line);
        }
    }
}
