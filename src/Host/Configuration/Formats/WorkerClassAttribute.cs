using System.Text.Json.Nodes;
using AppHost.WorkerTypes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>
/// A built-in worker class, or <c>Namespace.Type, path/to.dll</c>; the value is a <see cref="string"/> with an absolute
/// path, or null for <c>auto</c>.
/// </summary>
internal sealed class WorkerClassAttribute : ValueFormatAttribute
{
    private static readonly string[] BuiltIn = ["auto", "sync", "threaded", "async"];

    public override string Expected => "auto, sync, threaded, async or 'Namespace.Type, path/to.dll'";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        foreach (var name in BuiltIn)
        {
            if (string.Equals(text, name, StringComparison.OrdinalIgnoreCase))
            {
                return ParsedValue.Of(name == "auto" ? null : name);
            }
        }

        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            var nearest = NearestName.Find(text, BuiltIn);
            return ParsedValue.Wrong(
                Expected, text, nearest is null ? "a class of your own needs its file: 'Type, path/to.dll'" : $"did you mean {nearest}?");
        }

        var type = text[..comma].Trim();
        var file = text[(comma + 1)..].Trim();
        if (!TypeNameAttribute.IsTypeName(type) || !file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            return ParsedValue.Wrong(Expected, text, "write the class, a comma and the .dll that contains it");
        }

        var path = Path.GetFullPath(file, context.BaseDirectory);
        return File.Exists(path)
            ? ParsedValue.Of($"{type}, {path}")
            : ParsedValue.Wrong($"there is no file {path}; build it first or correct the path");
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. BuiltIn.Select(name => JsonValue.Create(name))]) },
            new JsonObject { ["type"] = "string", ["pattern"] = @"^[^,]+,.+\.dll$" }),
    };

    public override string Show(object? value) => (string?)value ?? "auto";
}
