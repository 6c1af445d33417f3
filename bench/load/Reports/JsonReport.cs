using System.Text.Json;

namespace AppHost.Load.Reports;

/// <summary>Writes reports for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>The report as indented JSON, with names in snake_case and units in the names.</summary>
    public static string Of(RunReport report) => JsonSerializer.Serialize(report, Format);
}
