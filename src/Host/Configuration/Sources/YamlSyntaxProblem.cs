using YamlDotNet.Core;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Says in one line what is wrong with a text that is no YAML. Pure.</summary>
internal static class YamlSyntaxProblem
{
    /// <summary>Explains an exception of the parser.</summary>
    public static ConfigurationProblem Explain(YamlException problem, string text, string file)
    {
        var (line, column) = ((int)problem.Start.Line, (int)problem.Start.Column);
        var lines = text.Split('\n');

        // The parser often notices a tab only where the block it broke ends, so the lines before are searched as well.
        for (var i = Math.Min(line, lines.Length) - 1; i >= 0 && i >= line - 2; i--)
        {
            var indentation = lines[i].AsSpan(0, lines[i].Length - lines[i].AsSpan().TrimStart().Length);
            if (indentation.IndexOf('\t') is >= 0 and var tab)
            {
                return At(file, i + 1, tab + 1, "a tab indents this line, which YAML forbids; write spaces");
            }
        }

        var message = problem.Message.Trim().TrimEnd('.').ReplaceLineEndings(" ");
        return At(file, line, column, $"this is no YAML: {char.ToLowerInvariant(message[0])}{message[1..]}{Advice(lines, line)}");
    }

    private static string Advice(string[] lines, int line)
    {
        var text = line >= 1 && line <= lines.Length ? lines[line - 1] : "";
        return text.Contains(": ", StringComparison.Ordinal) || text.TrimEnd().EndsWith(':')
            ? "; look at the indentation, and put quotes around a value that contains ': '"
            : "; look at the indentation and at quotes and brackets that are not closed";
    }

    private static ConfigurationProblem At(string file, int line, int column, string message) =>
        new($"{file}:{line}:{column}", null, message);
}
