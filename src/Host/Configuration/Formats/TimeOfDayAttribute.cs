using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A local time of day such as <c>03:30</c>; the value is a <see cref="TimeOnly"/>.</summary>
internal sealed class TimeOfDayAttribute : ValueFormatAttribute
{
    public override string Expected => "a time of day such as 03:30";

    public override ParsedValue Parse(string text, ValueContext context) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? ParsedValue.Of(time)
            : ParsedValue.Wrong(Expected, text, "write hours and minutes from 00:00 to 23:59, in quotes");

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^([01]?[0-9]|2[0-3]):[0-5][0-9]$" };
}
