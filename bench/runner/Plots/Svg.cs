using System.Globalization;
using System.Net;
using System.Text;

namespace AppHost.Bench.Plots;

/// <summary>An SVG drawing as it grows. Colours come from the page's classes, so that it is readable in light and dark.</summary>
internal sealed class Svg(double width, double height, string title)
{
    private readonly StringBuilder _body = new();

    /// <summary>Adds a line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Add($"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" class=\"{style}\"/>");

    /// <summary>Adds a rectangle with a tooltip.</summary>
    public void Bar(double x, double y, double w, double h, string style, string tooltip)
    {
        var text = $"<title>{Escape(tooltip)}</title>";
        Add($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(w, 1):0.#}\" height=\"{h:0.#}\" class=\"{style}\">{text}</rect>");
    }

    /// <summary>Adds a dot with a tooltip.</summary>
    public void Dot(double x, double y, string style, string tooltip) =>
        Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" class=\"{style}\"><title>{Escape(tooltip)}</title></circle>");

    /// <summary>Adds a polyline.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string style)
    {
        var list = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));
        Add($"<polyline points=\"{list}\" class=\"{style}\"/>");
    }

    /// <summary>Adds a text; the style carries its anchor.</summary>
    public void Text(double x, double y, string text, string style) =>
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" class=\"{style}\">{Escape(text)}</text>");

    /// <summary>The element.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"<svg viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" role=\"img\" aria-label=\"{Escape(title)}\">\n{_body}</svg>\n");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private void Add(FormattableString element) => _body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
