using YamlDotNet.Core;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Says in one line what is wrong with a text that is no YAML. Pure.</summary>
internal static class YamlSyntaxProblem
{
    /// <summary>Explains why the parser stopped.</summary>
    /// <param name="at">Where it did.</param>
    /// <param name="message">What it said.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="file">The file's name.</param>
    public static ConfigurationProblem Explain(Mark at, string message, string text, string file)
    {
        var (line, column) = ((int)at.Line, (int)at.Column);
        var lines = text.Split('\n');

        // The parser names the beginning or the end of the block that a tab has broken, so all lines around are searched.
        for (var i = Math.Max(0, line - 2); i < lines.Length; i++)
        {
            var indentation = lines[i].AsSpan(0, lines[i].Length - lines[i].AsSpan().TrimStart().Length);
            if (indentation.IndexOf('\t') is >= 0 and var tab)
            {
                return At(file, i + 1, tab + 1, "a tab indents this line, which YAML forbids; write spaces");
            }
        }

        message = message.Trim().TrimEnd('.').ReplaceLineEndings(" ");
        return At(file, line, column, $"this is no YAML: {char.ToLowerInvariant(message[0])}{message[1..]}; {Advice(message)}");
    }

    private static string Advice(string message) => message switch
    {
        _ when message.Contains("cannot start any token", StringComparison.Ordinal) =>
            "put quotes around a value that begins with @, %, ` or |",
        _ when message.Contains("anchor", StringComparison.Ordinal) => "put quotes around a value that begins with *",
        _ when message.Contains("invalid mapping", StringComparison.Ordinal) =>
            "look at the indentation, and put quotes around a value that contains ': '",
        _ when message.Contains("is not closed", StringComparison.Ordinal) => "close it",
        _ => "look at the indentation and at quotes and brackets that are not closed",
    };

    private static ConfigurationProblem At(string file, int line, int column, string message) =>
        new($"{file}:{line}:{column}", null, message);
}
