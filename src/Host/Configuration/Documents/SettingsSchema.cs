using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AppHost.Host.Configuration.Classes;
using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Documents;

/// <summary>Writes docs/appserver.schema.json, with which editors complete and check appserver.yaml. Pure.</summary>
internal static class SettingsSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema.</summary>
    public static string Write()
    {
        var root = Section(prefix: "");
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        root.Insert(1, "title", "appserver.yaml");
        root["properties"]!["classes"] = AllowNothing(Map(Class()));
        return root.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Section(string prefix)
    {
        var properties = new JsonObject();
        foreach (var setting in SettingCatalog.All.Where(setting => setting.Path.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var name = setting.Path[prefix.Length..].Split('.')[0];
            if (properties.ContainsKey(name))
            {
                continue;
            }

            properties[name] = name.Length + prefix.Length == setting.Path.Length
                ? Schema(setting)
                : AllowNothing(Section($"{prefix}{name}."));
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonObject Schema(SettingDeclaration setting)
    {
        var value = setting.Format.Schema();
        var schema = setting switch
        {
            { IsShorthand: true } => AnyOf(value, Section(setting.Path + '.')),
            { Path: "app" } => AnyOf(value, App(value.DeepClone())),
            { Shape: SettingShape.List } => AnyOf(value, List(value.DeepClone(), atLeast: setting.Path == "bind" ? 1 : 0)),
            { Shape: SettingShape.Map } => AllowNothing(Map(AllowNothing(value))),
            _ => value,
        };
        schema.Insert(0, "description", setting.Summary.Replace("`", "", StringComparison.Ordinal));
        return schema;
    }

    private static JsonObject Class()
    {
        var properties = new JsonObject();
        foreach (var key in ClassKey.All)
        {
            var schema = key.Format.Schema();
            schema.Insert(0, "description", key.Summary.Replace("`", "", StringComparison.Ordinal));
            properties[key.Name] = schema;
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonObject App(JsonNode path) =>
        new() { ["type"] = "object", ["properties"] = new JsonObject { ["path"] = path } };

    private static JsonObject List(JsonNode item, int atLeast) =>
        new() { ["type"] = "array", ["minItems"] = atLeast, ["items"] = item };

    private static JsonObject Map(JsonNode value) => new() { ["type"] = "object", ["additionalProperties"] = value };

    private static JsonObject AnyOf(params JsonNode[] alternatives) => new() { ["anyOf"] = new JsonArray(alternatives) };

    // The file accepts a section whose lines are all commented out.
    private static JsonObject AllowNothing(JsonObject schema)
    {
        var type = schema["type"]!;
        schema["type"] = type is JsonArray types
            ? new JsonArray([.. types.Select(one => one!.DeepClone()), "null"])
            : new JsonArray(type.DeepClone(), "null");
        return schema;
    }
}
