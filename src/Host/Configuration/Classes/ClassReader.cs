using AppHost.Host.Configuration.Formats;
using AppHost.Host.Configuration.Sources;
using AppHost.Worker.Scoreboard;
using AppHost.WorkerTypes;

namespace AppHost.Host.Configuration.Classes;

/// <summary>Reads <c>classes</c> of the file: a mapping of names to conditions and limits. Pure.</summary>
internal sealed class ClassReader
{
    /// <summary>As many as the scoreboard tells apart, and the rest.</summary>
    public const int Most = ScoreboardLayout.HistogramClasses - 1;

    private const string Section = "classes";

    private static readonly string[] Conditions = [.. ClassKey.All.Where(key => key.IsCondition).Select(key => key.Name)];

    private static readonly string[] QueueKeys = ["queue", "queue-timeout"];

    private static readonly Dictionary<string, ValueFormatAttribute> Keys = ClassKey.All.ToDictionary(key => key.Name, key => key.Format);

    private readonly string _file;
    private readonly SourceContent _content;

    private ClassReader(string file, SourceContent content) => (_file, _content) = (file, content);

    /// <summary>Reads the section into <see cref="SourceContent.Classes"/>.</summary>
    public static void Read(YamlNode node, string file, SourceContent content)
    {
        var reader = new ClassReader(file, content);
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    reader.ReadClass(key.Text, value);
                }

                break;
            case YamlScalar { IsNull: true }:
                // All of it commented out.
                break;
            default:
                reader.Report(node, Section, $"expected a mapping of names to classes, got {node.Kind}; write 'NAME:' and its keys below");
                break;
        }
    }

    private void ReadClass(string name, YamlNode node)
    {
        var path = $"{Section}.{name}";
        if (node is not YamlMapping mapping)
        {
            Report(node, path, $"expected a mapping with {string.Join(", ", Keys.Keys)}, got {node.Kind}; write them on lines of their own below");
            return;
        }

        if (_content.Classes.Count == Most)
        {
            Report(node, path, $"is one class too many: there may be {Most}; let some of them share one");
            return;
        }

        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            Report(node, path, "expected a name of letters, digits, dashes and underscores: it stands in logs, metrics and the names of threads");
            return;
        }

        var errors = _content.Errors.Count;
        var values = new Dictionary<string, (object? Value, YamlScalar Node)>();
        foreach (var (key, value) in mapping.Entries)
        {
            ReadKey(path, key, value, values);
        }

        Check(path, mapping, values);
        if (_content.Errors.Count == errors)
        {
            _content.Classes.Add(Build(name, values));
        }
    }

    private void ReadKey(string path, YamlScalar key, YamlNode value, Dictionary<string, (object? Value, YamlScalar Node)> values)
    {
        var setting = $"{path}.{key.Text}";
        if (!Keys.TryGetValue(key.Text, out var format))
        {
            var nearest = NearestName.Find(key.Text, Keys.Keys);
            Report(key, null, $"there is no setting '{setting}'; " + (nearest is null ? $"a class has {string.Join(", ", Keys.Keys)}" : $"did you mean '{nearest}'?"));
            return;
        }

        if (value is not YamlScalar { IsNull: false } scalar)
        {
            Report(value, setting, $"expected {format.Expected}, got {value.Kind}; write a value or remove the line");
            return;
        }

        var parsed = format.Parse(scalar.Text.Trim(), new ValueContext("/"));
        _content.ClassItems.Add(new GivenItem(setting, scalar.Text, At(scalar)));
        if (parsed.Problem is { } problem)
        {
            Report(scalar, setting, problem);
        }
        else
        {
            values[key.Text] = (parsed.Value, scalar);
        }
    }

    private void Check(string path, YamlMapping mapping, Dictionary<string, (object? Value, YamlScalar Node)> values)
    {
        if (!mapping.Entries.Any(entry => Conditions.Contains(entry.Key.Text)))
        {
            Report(mapping, path, $"says of no request that it belongs to it; write at least one of {string.Join(", ", Conditions)}");
        }

        if (values.TryGetValue("path", out var prefix) && !((string)prefix.Value!).StartsWith('/'))
        {
            Report(prefix.Node, $"{path}.path", $"expected a path that begins with a slash, got '{prefix.Value}'; write '/{prefix.Value}'");
        }

        if (values.TryGetValue("header", out var header) && !IsHeader((string)header.Value!))
        {
            Report(header.Node, $"{path}.header", $"expected a name, or a name and a value as 'X-Tier: gold', got '{header.Value}'; write it in quotes");
        }

        if (values.TryGetValue("method", out var method) && !((string)method.Value!).All(char.IsAsciiLetter))
        {
            Report(method.Node, $"{path}.method", $"expected one method such as POST, got '{method.Value}'; for several write a class for each");
        }

        var hasThreads = mapping.Entries.Any(entry => entry.Key.Text == "threads");
        foreach (var key in QueueKeys.Where(key => values.ContainsKey(key) && !hasThreads))
        {
            Report(values[key].Node, $"{path}.{key}", "a class without threads of its own waits in the queue of all; write threads as well, or remove the line");
        }

        if (values.TryGetValue("threads", out var threads) && threads.Value is null)
        {
            Report(threads.Node, $"{path}.threads", "'auto' means nothing here; write a number, or remove the line to share the threads of all");
        }

        if (values.TryGetValue("priority", out var priority) && hasThreads)
        {
            Report(priority.Node, $"{path}.priority", "has no meaning beside threads: nobody else waits for them; remove one of the two");
        }

        if (values.TryGetValue("burst", out var burst) && !mapping.Entries.Any(entry => entry.Key.Text == "rate"))
        {
            Report(burst.Node, $"{path}.burst", "has no meaning without rate; write rate as well, or remove the line");
        }
    }

    // RFC 9110, 5.6.2: a name is a token.
    private static bool IsHeader(string text)
    {
        var name = text.Split(':', 2)[0];
        return name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal));
    }

    private static RequestClass Build(string name, Dictionary<string, (object? Value, YamlScalar Node)> values)
    {
        T? Get<T>(string key) => values.TryGetValue(key, out var value) && value.Value is T typed ? typed : default;
        var header = Get<string>("header");
        var colon = header?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return new RequestClass
        {
            Name = name,
            Path = Get<string>("path"),
            Method = Get<string>("method")?.ToUpperInvariant(),
            Header = colon < 0 ? header : header![..colon].Trim(),
            HeaderValue = colon < 0 ? null : header![(colon + 1)..].Trim(),
            Host = Get<string>("host"),
            Threads = Get<ThreadRange?>("threads"),
            QueueLength = Get<int?>("queue"),
            QueueTimeout = Get<TimeSpan?>("queue-timeout"),
            Priority = Get<ClassPriority?>("priority") ?? ClassPriority.Normal,
            Deadline = Get<TimeSpan?>("deadline"),
            Rate = Get<int?>("rate"),
            Burst = Get<int?>("burst"),
        };
    }

    private void Report(YamlNode node, string? setting, string message) =>
        _content.Errors.Add(new ConfigurationProblem(At(node).Place, setting, message));

    private ValueOrigin At(YamlNode node) => ValueOrigin.File(_file, node.Line, node.Column);
}
