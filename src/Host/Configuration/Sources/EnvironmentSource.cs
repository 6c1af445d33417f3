using System.Text.RegularExpressions;
using AppHost.Host.Configuration.Declaration;
using AppHost.WorkerTypes;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Reads <c>APPHOST_*</c> variables. Pure.</summary>
internal static partial class EnvironmentSource
{
    private const string Prefix = "APPHOST_";

    /// <summary>Set by the host for its workers; inherited when an app starts a host of its own.</summary>
    private static readonly string[] SetByTheHost = ["APPHOST_WORKER_ID"];

    /// <summary>Finds the variables that are settings.</summary>
    /// <param name="environment">All variables of the process.</param>
    public static SourceContent Read(IReadOnlyDictionary<string, string> environment)
    {
        var content = new SourceContent();
        foreach (var (name, text) in environment.Where(IsOurs).OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (SettingCatalog.All.FirstOrDefault(setting => setting.EnvironmentName == name) is { } setting)
            {
                Add(content, setting, text.Trim(), ValueOrigin.Environment(name));
            }
            else if (!IsServiceLink(name, text) && !SetByTheHost.Contains(name))
            {
                // Without the prefix, whose letters are always right and would make short names seem near.
                var nearest = NearestName.Find(
                    name[Prefix.Length..], SettingCatalog.All.Select(known => known.EnvironmentName[Prefix.Length..]));
                content.Warnings.Add(new ConfigurationProblem($"environment {name}", null,
                    $"no setting has this name, so it is ignored{(nearest is null ? "" : $"; did you mean {Prefix}{nearest}?")}"));
            }
        }

        return content;
    }

    private static bool IsOurs(KeyValuePair<string, string> variable) => variable.Key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// Kubernetes gives each pod variables for each Service of its namespace (enableServiceLinks). For Services named apphost or
    /// apphost-something they begin like ours: APPHOST_SERVICE_HOST, APPHOST_PORT=tcp://10.0.0.1:80, APPHOST_PORT_80_TCP_ADDR.
    /// </summary>
    private static bool IsServiceLink(string name, string text) =>
        ServiceLinkName().IsMatch(name) || (name.EndsWith("_PORT", StringComparison.Ordinal) && ServiceLinkAddress().IsMatch(text));

    [GeneratedRegex(@"_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$")]
    private static partial Regex ServiceLinkName();

    [GeneratedRegex("^(tcp|udp|sctp)://")]
    private static partial Regex ServiceLinkAddress();

    private static void Add(SourceContent content, SettingDeclaration setting, string text, ValueOrigin origin)
    {
        if (setting.Shape == SettingShape.Scalar)
        {
            content.Values.Add(GivenValue.Scalar(setting, text, origin));
            return;
        }

        // Arguments contain commas, addresses and variables contain none that matter.
        var texts = setting.Path == "args" ? Words.Split(text) : [.. text.Split(',', StringSplitOptions.TrimEntries)];
        if (texts is null)
        {
            content.Errors.Add(ConfigurationProblem.Of(origin, setting.Path, "a quote is not closed; close it"));
            return;
        }

        content.Values.Add(setting.Shape == SettingShape.Map
            ? NameValuePairs.Read(setting, texts, origin, content.Errors)
            : new GivenValue(setting, [.. texts.Select(item => new GivenItem(null, item, origin))], origin));
    }
}
