using AppHost.TestApps;
using AppHost.Worker.Apps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Tests.Apps;

public sealed class AppConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_app_section_is_over_the_file_and_the_arguments_are_over_both()
    {
        _folder.Write("appsettings.json", """{ "A": "file", "B": "file", "C": "file", "Deep": { "Key": 1 } } // JSON with comments""");
        var configuration = Build(new() { ["B"] = "section", ["C"] = "section" }, "--C=argument");
        Assert.Equal("file", configuration["A"]);
        Assert.Equal("section", configuration["B"]);
        Assert.Equal("argument", configuration["C"]);
        Assert.Equal("1", configuration["Deep:Key"]);
    }

    [Fact]
    public void The_file_of_the_environment_is_over_the_general_one()
    {
        string environment = AppConfiguration.EnvironmentName(Environment.GetEnvironmentVariable);
        _folder.Write("appsettings.json", """{ "A": "general", "B": "general", "C": "general" }""");
        _folder.Write($"appsettings.{environment}.json", """{ "B": "special", "C": "special" }""");
        _folder.Write("appsettings.Elsewhere.json", """{ "A": "elsewhere" }""");
        var configuration = Build(new() { ["C"] = "section" });
        Assert.Equal(("general", "special", "section"), (configuration["A"], configuration["B"], configuration["C"]));
    }

    [Theory]
    [InlineData(null, null, "Production")]
    [InlineData("", " ", "Production")]
    [InlineData(null, "Staging", "Staging")]
    [InlineData("Development", "Staging", "Development")]
    public void The_environment_has_the_name_that_the_framework_would_find(string? dotnet, string? aspNetCore, string expected) =>
        Assert.Equal(expected, AppConfiguration.EnvironmentName(name => name == "DOTNET_ENVIRONMENT" ? dotnet : aspNetCore));

    [Fact]
    public void The_environment_is_over_the_app_section()
    {
        var (name, value) = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(entry => ((string)entry.Key, (string?)entry.Value))
            .First(entry => !entry.Item1.Contains('_', StringComparison.Ordinal) && entry.Item2?.Length > 0);
        Assert.Equal(value, Build(new() { [name] = "section" })[name]);
    }

    [Fact]
    public void Without_a_file_there_is_the_rest() => Assert.Equal("section", Build(new() { ["Some:Key"] = "section" })["Some:Key"]);

    [Fact]
    public void A_broken_file_names_itself_and_the_line()
    {
        var file = _folder.Write("appsettings.json", "{\n  \"A\": 1,\n  B\n}");
        var exception = Assert.Throws<AppBootException>(() => Build([]));
        Assert.StartsWith(file, exception.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 2", exception.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_a_boot_failure_of_a_handler_that_asks_for_configuration()
    {
        var path = CopyOf("Lifecycle");
        _folder.Write("appsettings.json", "{");
        Assert.StartsWith(_folder.Combine("appsettings.json"), Boot.Fails(Boot.Request(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_does_not_ask_for_configuration_does_not_pay_for_it()
    {
        var path = CopyOf("Hello");
        _folder.Write("appsettings.json", "{");
        await using var app = Boot.Succeeds(Boot.Request(path));
        Assert.Throws<AppBootException>(() => app.Services.GetRequiredService<IConfiguration>());
    }

    [Fact]
    public void Arguments_that_are_no_keys_name_the_argument()
    {
        var exception = Assert.Throws<AppBootException>(() => Build([], "-x=1"));
        Assert.Contains("-x", exception.Failure.Message, StringComparison.Ordinal);
    }

    private IConfigurationRoot Build(Dictionary<string, string?> section, params string[] arguments) =>
        AppConfiguration.Build(_folder.Path, section, arguments);

    private string CopyOf(string app) => _folder.Write(app + ".dll", File.ReadAllBytes(TestApp.Path(app)));
}
