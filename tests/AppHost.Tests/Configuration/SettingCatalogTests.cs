using AppHost.Host.Commands;
using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Formats;

namespace AppHost.Tests.Configuration;

public sealed class SettingCatalogTests
{
    [Fact]
    public void Names_are_unique_in_every_source()
    {
        Assert.Distinct(SettingCatalog.All.Select(setting => setting.Path));
        Assert.Distinct(SettingCatalog.All.Select(setting => setting.EnvironmentName));
        var options = typeof(ConfigShowOptions).GetProperties().Select(SettingCatalog.SpellingOf).OfType<OptionSpelling>().ToList();
        Assert.Distinct(options.Select(option => option.Long));
        Assert.Distinct(options.Select(option => option.Short).Where(letter => letter is not null));
    }

    [Fact]
    public void Every_default_and_example_is_right()
    {
        var context = new ValueContext("/");
        foreach (var setting in SettingCatalog.All.Where(setting => setting.Default is not null))
        {
            Assert.True(setting.Format.Parse(setting.Default!, context).Problem is null, setting.Path);
        }
    }

    [Fact]
    public void A_setting_without_a_default_says_what_happens_and_has_an_example()
    {
        foreach (var setting in SettingCatalog.All.Where(setting => setting.Default is null && !setting.IsShorthand))
        {
            Assert.True(setting.Example is not null && (setting.DefaultNote is not null || setting.Path == "app"), setting.Path);
        }
    }

    [Fact]
    public void A_shorthand_stands_for_settings_that_exist()
    {
        foreach (var path in SettingCatalog.All.SelectMany(setting => setting.StandsFor))
        {
            Assert.NotNull(SettingCatalog.Find(path));
        }
    }

    [Fact]
    public void Environment_names_follow_from_paths() =>
        Assert.Equal("APPHOST_SHED_RETRY_AFTER", SettingCatalog.Find("shed.retry-after")!.EnvironmentName);
}
