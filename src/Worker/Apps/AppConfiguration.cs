using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace AppHost.Worker.Apps;

/// <summary>The app's <see cref="IConfiguration"/>.</summary>
internal static class AppConfiguration
{
    private const string DefaultEnvironment = "Production";

    /// <summary>
    /// appsettings.json in the app's folder, over it appsettings.{Environment}.json, over both the <c>app:</c> section, over it
    /// the environment, over it the arguments.
    /// </summary>
    /// <param name="folder">The app's folder.</param>
    /// <param name="section">The flattened <c>app:</c> section.</param>
    /// <param name="arguments">What followed <c>--</c>.</param>
    /// <exception cref="AppBootException">A source is not what it should be.</exception>
    public static IConfigurationRoot Build(
        string folder, IReadOnlyDictionary<string, string?> section, IReadOnlyList<string> arguments)
    {
        var builder = new ConfigurationBuilder();
        foreach (var name in (string[])["appsettings.json", $"appsettings.{EnvironmentName(Environment.GetEnvironmentVariable)}.json"])
        {
            var file = Path.Combine(folder, name);
            if (File.Exists(file))
            {
                builder.AddConfiguration(ReadFile(file), shouldDisposeConfiguration: true);
            }
        }

        builder.AddInMemoryCollection(section).AddEnvironmentVariables();
        try
        {
            return builder.AddCommandLine([.. arguments]).Build();
        }
        catch (FormatException exception)
        {
            throw new AppBootException(new AppBootFailure(
                $"The app's arguments are wrong: {exception.Message}", "Write them as --Key=value after '--'.", []));
        }
    }

    /// <summary>
    /// The name of the environment, found as WebApplication.CreateBuilder does: it reads DOTNET_ variables over ASPNETCORE_ ones.
    /// </summary>
    /// <param name="variable">Gives the value of a variable.</param>
    internal static string EnvironmentName(Func<string, string?> variable) =>
        new[] { variable("DOTNET_ENVIRONMENT"), variable("ASPNETCORE_ENVIRONMENT") }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
            ?? DefaultEnvironment;

    // From a stream, once: a generation's configuration does not change under it, so no file is watched.
    private static IConfigurationRoot ReadFile(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidDataException
            or IOException or UnauthorizedAccessException)
        {
            throw new AppBootException(new AppBootFailure($"{file} cannot be read: {exception.Message}", "Correct the file.", []));
        }
    }
}
