using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Finds the settings among the options of a command line. Pure.</summary>
internal static class OptionSource
{
    /// <summary>Collects what was given.</summary>
    public static SourceContent Read(SettingOptions options)
    {
        var content = new SourceContent();
        foreach (var setting in SettingCatalog.All)
        {
            var texts = setting.GivenOn(options);
            if (texts.Count == 0)
            {
                continue;
            }

            var origin = ValueOrigin.Option(setting.Option?.ToString() ?? (setting.Shape == SettingShape.List ? "--" : "APP"));
            content.Values.Add(setting.Shape == SettingShape.Map
                ? NameValuePairs.Read(setting, texts, origin, content.Errors)
                : new GivenValue(setting, [.. texts.Select(text => new GivenItem(null, text, origin))], origin));
        }

        return content;
    }
}
