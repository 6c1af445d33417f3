using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AppHost.Host.Configuration.Sources;

/// <summary>
/// Builds nodes from YAML events. YamlDotNet's own document model stops at the first double key and has no place for it; from the
/// events all of them can be reported.
/// </summary>
internal sealed class YamlReader
{
    // A document that is nested deeper is a mistake or an attack on the stack.
    private const int MaxDepth = 64;

    private readonly Parser _parser;
    private readonly string _file;
    private readonly ICollection<ConfigurationProblem> _errors;
    private readonly Dictionary<string, YamlNode> _anchors = [];

    private YamlReader(string text, string file, ICollection<ConfigurationProblem> errors)
    {
        _parser = new Parser(new StringReader(text));
        (_file, _errors) = (file, errors);
    }

    /// <summary>Reads the one document of a text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The file's name, for places.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <returns>Null if there is no document or its syntax is wrong.</returns>
    public static YamlNode? Read(string text, string file, ICollection<ConfigurationProblem> errors)
    {
        var reader = new YamlReader(text, file, errors);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException problem)
        {
            errors.Add(YamlSyntaxProblem.Explain(problem.Start, problem.Message, text, file));
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet 16.3 fails in this way on some broken texts, a bracket that is not closed for one.
            errors.Add(YamlSyntaxProblem.Explain(
                reader._parser.Current?.Start ?? Mark.Empty, "a bracket or a quote that opens here or before is not closed", text, file));
        }

        return null;
    }

    private YamlNode? ReadStream()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            Report(second.Start, "a second document begins here; keep one and remove the line '---'");
        }

        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {MaxDepth} levels");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            // An anchor is known only when its node is complete, so a node cannot contain itself.
            return _anchors.TryGetValue(alias.Value.Value, out var target)
                ? target
                : throw new YamlException(alias.Start, alias.End, $"there is no anchor &{alias.Value.Value} before this alias");
        }

        var start = _parser.Current as NodeEvent
            ?? throw new YamlException(_parser.Current!.Start, _parser.Current.End, "expected a value");
        YamlNode result = start switch
        {
            Scalar => ReadScalar(_parser.Consume<Scalar>()),
            SequenceStart => ReadSequence(depth),
            _ => ReadMapping(depth),
        };
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = result;
        }

        return result;
    }

    private static YamlScalar ReadScalar(Scalar scalar) => new(
        scalar.Value,
        scalar.Style == ScalarStyle.Plain && scalar.Value is ("" or "~" or "null" or "Null" or "NULL"),
        (int)scalar.Start.Line,
        (int)scalar.Start.Column);

    private YamlSequence ReadSequence(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new YamlSequence(items, (int)start.Start.Line, (int)start.Start.Column);
    }

    private YamlMapping ReadMapping(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!.Start;
            var key = ReadNode(depth + 1) as YamlScalar;
            var value = ReadNode(depth + 1);
            if (key is null)
            {
                Report(at, "a list or a mapping cannot be a key here; write a plain name");
            }
            else if (lines.TryAdd(key.Text, key.Line))
            {
                entries.Add(new YamlEntry(key, value));
            }
            else
            {
                Report(at, $"'{key.Text}' is given twice, first in line {lines[key.Text]}; keep one of them");
            }
        }

        return new YamlMapping(entries, (int)start.Start.Line, (int)start.Start.Column);
    }

    private void Report(Mark at, string message) =>
        _errors.Add(new ConfigurationProblem($"{_file}:{at.Line}:{at.Column}", null, message));
}
