using System.Text.Json;

namespace AppHost.Load.Reports;

/// <summary>Writes reports for programs, and reads them.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>The report as indented JSON, with names in snake_case and units in the names.</summary>
    public static string Of(RunReport report) => JsonSerializer.Serialize(report, Format);

    /// <summary>Reads a report that <see cref="Of"/> wrote.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RunReport Read(string json) =>
        JsonSerializer.Deserialize<RunReport>(json, Format) ?? throw new JsonException("The report is empty.");
}
