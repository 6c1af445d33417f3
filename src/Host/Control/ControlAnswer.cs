using System.Text.Json.Serialization;

namespace AppHost.Host.Control;

/// <summary>The answer to an order, or why a request was refused.</summary>
/// <param name="Result">What came of it; null with an error.</param>
/// <param name="Message">Sentences for people.</param>
/// <param name="Generation">The one that serves now, where that is of interest.</param>
/// <param name="Workers">N from now on, where that is of interest.</param>
/// <param name="Error">Why it was refused, one sentence.</param>
internal sealed record ControlAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Result = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Generation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Workers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);
