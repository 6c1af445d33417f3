using System.Diagnostics.CodeAnalysis;
using System.Text;
using AppHost.WorkerTypes;

namespace AppHost.Worker.AccessLog;

/// <summary>How a line is written: <c>common</c>, <c>combined</c>, <c>json</c>, or atoms in the manner of Gunicorn. Immutable, thread-safe.</summary>
internal sealed class AccessLogFormat
{
    private const string Common = """%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s""";
    private const string Combined = Common + """ "%(f)s" "%(a)s" """;

    private static readonly string[] Names = ["common", "combined", "json"];

    private readonly IReadOnlyList<AccessLogField> _fields;

    private AccessLogFormat(IReadOnlyList<AccessLogField> fields) => _fields = fields;

    /// <summary>Writes the line with its end.</summary>
    public void Write(LogBuffer line, in AccessLogEntry entry, in AccessLogWorker worker)
    {
        foreach (AccessLogField field in _fields) field(line, entry, worker);
        line.Append((byte)'\n');
    }

    /// <summary>Reads a format.</summary>
    /// <param name="text">A name, or a text with <c>%(atom)s</c> in it.</param>
    /// <param name="problem">What is wrong, and what to write instead.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out AccessLogFormat? format, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        format = text switch
        {
            "common" => new AccessLogFormat(Read(Common, out problem)),
            "combined" => new AccessLogFormat(Read(Combined.TrimEnd(), out problem)),
            "json" => new AccessLogFormat([AccessLogJson.Write]),
            _ when !text.Contains('%', StringComparison.Ordinal) => null,
            _ => new AccessLogFormat(Read(text, out problem)),
        };
        if (format is null)
        {
            problem = $"'{text}' is neither common, combined or json nor has it an atom such as %(h)s in it"
                + (NearestName.Find(text, Names) is { } nearest ? $"; did you mean {nearest}?" : "; docs/observe.md lists the atoms");
        }

        if (problem is not null) format = null;
        return format is not null;
    }

    private static List<AccessLogField> Read(string text, out string? problem)
    {
        problem = null;
        var fields = new List<AccessLogField>();
        int at = 0;
        while (at < text.Length)
        {
            int percent = text.IndexOf('%', at);
            if (percent < 0) percent = text.Length;
            if (percent > at) fields.Add(Literal(text[at..percent]));
            at = percent;
            if (at == text.Length) break;
            if (text.AsSpan(at).StartsWith("%%"))
            {
                fields.Add(Literal("%"));
                at += 2;
                continue;
            }

            int end = text.IndexOf(')', at);
            if (!text.AsSpan(at).StartsWith("%(") || end < 0 || end + 1 >= text.Length || text[end + 1] != 's')
            {
                problem = $"expected %(atom)s at character {at + 1}, got '{text[at..Math.Min(text.Length, at + 12)]}'; write %% for a percent sign";
                return fields;
            }

            string atom = text[(at + 2)..end];
            if (AccessLogFields.Find(atom) is not { } field)
            {
                string nearest = NearestName.Find(atom, AccessLogFields.Names) is { } near ? $"; did you mean %({near})s?" : "";
                problem = $"there is no atom %({atom})s{nearest}; docs/observe.md lists them";
                return fields;
            }

            fields.Add(field);
            at = end + 2;
        }

        return fields;
    }

    private static AccessLogField Literal(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return (LogBuffer line, in AccessLogEntry _, in AccessLogWorker _) => line.Append(bytes);
    }
}

/// <summary>Writes one part of a line.</summary>
internal delegate void AccessLogField(LogBuffer line, in AccessLogEntry entry, in AccessLogWorker worker);

/// <summary>What all lines of a worker share.</summary>
internal readonly record struct AccessLogWorker(int WorkerId, TrustedProxies Proxies, TimeProvider TimeProvider);
