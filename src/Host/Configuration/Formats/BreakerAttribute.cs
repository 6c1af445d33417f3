using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>So many failures in so much time, such as <c>5 in 5m</c>, or <c>off</c>; the value is a <see cref="Breaker"/>.</summary>
internal sealed class BreakerAttribute : ValueFormatAttribute
{
    private const int Never = int.MaxValue;

    public override string Expected => "failures in a duration such as '5 in 5m', or off";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (text == "off") return ParsedValue.Of(new Breaker(Never, DurationText.Longest));
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var count, "in", var window]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var failures)
            || failures < 1)
        {
            return ParsedValue.Wrong(Expected, text, "write a number from 1 and a duration, such as '5 in 5m'");
        }

        return DurationText.TryParse(window, out var duration, out var advice) && duration > TimeSpan.Zero
            ? ParsedValue.Of(new Breaker(failures, duration))
            : ParsedValue.Wrong(Expected, text, advice);
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = $"^(off|[0-9]+ in {DurationText.Pattern})$" };
}

/// <summary>When the crash breaker trips.</summary>
internal sealed record Breaker(int Failures, TimeSpan Window);
