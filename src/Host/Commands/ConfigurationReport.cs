using AppHost.Host.Configuration;

namespace AppHost.Host.Commands;

/// <summary>Prints what is wrong with a configuration.</summary>
internal static class ConfigurationReport
{
    /// <summary>Writes one line for each warning and each error.</summary>
    /// <returns>True if there is no error.</returns>
    public static bool Write(ConfigurationResult result, TextWriter writer)
    {
        foreach (var warning in result.Warnings)
        {
            writer.WriteLine($"warning: {warning}");
        }

        return Write(result.Errors, writer);
    }

    /// <summary>Writes one line for each error.</summary>
    /// <returns>True if there is none.</returns>
    public static bool Write(IReadOnlyList<ConfigurationProblem> errors, TextWriter writer)
    {
        foreach (var error in errors)
        {
            writer.WriteLine(error);
        }

        return errors.Count == 0;
    }
}
