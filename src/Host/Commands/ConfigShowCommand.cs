using System.Text.Encodings.Web;
using System.Text.Json;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Commands;

/// <summary><c>apphost config show</c>: shows what counts, also when something is wrong, because that is when people look.</summary>
internal sealed class ConfigShowCommand(CommandLineReading<ConfigShowOptions> commandLine, CommandContext context) : ICommand
{
    private const string Dim = "\e[2m";
    private const string Bold = "\e[1m";
    private const string Plain = "\e[0m";

    /// <summary>Reads the configuration; tests give one for another machine.</summary>
    public ConfigurationLoader Loader { get; init; } = new();

    public Task<int> RunAsync()
    {
        var result = Loader.Load(commandLine, context.Environment, context.CurrentDirectory);
        if (commandLine.Options.Json)
        {
            WriteJson(result);
        }
        else
        {
            WriteTable(result);
        }

        return Task.FromResult(ConfigurationReport.Write(result, context.Error) ? ExitCode.Success : ExitCode.Usage);
    }

    private void WriteTable(ConfigurationResult result)
    {
        var names = Math.Max("setting".Length, result.Effective.Max(setting => setting.Name.Length));
        var values = Math.Max("value".Length, result.Effective.Max(setting => Show(setting).Length));
        WriteRow("setting", "value", "from", Bold);
        foreach (var setting in result.Effective)
        {
            WriteRow(setting.Name, Show(setting), setting.Origin.Place, setting.Origin.Kind == OriginKind.Default ? Dim : null);
        }

        void WriteRow(string name, string value, string origin, string? style)
        {
            var row = $"{name.PadRight(names)}  {value.PadRight(values)}  {origin}";
            context.Out.WriteLine(context.UseColor && style is not null ? style + row + Plain : row);
        }
    }

    private static string Show(EffectiveSetting setting) => setting.Value.Length == 0 ? "-" : setting.Value.ReplaceLineEndings("\\n");

    private void WriteJson(ConfigurationResult result)
    {
        using var buffer = new MemoryStream();
        // The output is for programs and terminals, not for HTML: quotes and umlauts stay readable.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("file", result.File);
            json.WriteStartArray("settings");
            foreach (var setting in result.Effective)
            {
                json.WriteStartObject();
                json.WriteString("name", setting.Name);
                json.WriteString("value", setting.Value);
                json.WriteString("source", setting.Origin.Kind.ToString().ToLowerInvariant());
                json.WriteString("place", setting.Origin.Place);
                json.WriteBoolean("reloadable", setting.Reloadable);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteProblems(json, "errors", result.Errors);
            WriteProblems(json, "warnings", result.Warnings);
            json.WriteEndObject();
        }

        context.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteProblems(Utf8JsonWriter json, string name, IReadOnlyList<ConfigurationProblem> problems)
    {
        json.WriteStartArray(name);
        foreach (var problem in problems)
        {
            json.WriteStringValue(problem.ToString());
        }

        json.WriteEndArray();
    }
}
