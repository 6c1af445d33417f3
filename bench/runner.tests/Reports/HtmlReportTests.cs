using System.Xml.Linq;
using AppHost.Bench.Reports;

namespace AppHost.Bench.Tests.Reports;

public sealed class HtmlReportTests
{
    private readonly string _page = HtmlReport.Of(SampleReport.Report());

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        Assert.DoesNotContain("src=", _page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", _page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", _page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", _page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_colours_for_light_and_for_dark() => Assert.Contains("prefers-color-scheme: dark", _page, StringComparison.Ordinal);

    [Fact]
    public void Texts_are_escaped_and_code_is_marked()
    {
        Assert.Contains("<h2>Sample: &lt;figures&gt;</h2>", _page, StringComparison.Ordinal);
        Assert.Contains("<p>Figures of <code>a</code> test.</p>", _page, StringComparison.Ordinal);
    }

    [Fact]
    public void AppHost_stands_out_in_its_table() =>
        Assert.Contains("<tr class=\"own\"><td>AppHost threaded 2x8</td>", _page, StringComparison.Ordinal);

    [Fact]
    public void A_plot_is_well_formed_and_its_bars_are_to_scale()
    {
        var start = _page.IndexOf("<svg", StringComparison.Ordinal);
        var svg = XElement.Parse(_page[start..(_page.IndexOf("</svg>", StringComparison.Ordinal) + "</svg>".Length)]);
        var widths = svg.Elements("rect").Select(bar => (double)bar.Attribute("width")!).ToArray();
        Assert.Equal(2, widths.Length);
        Assert.Equal(2, widths[0] / widths[1], 2);
        Assert.All(svg.Elements("text"), text => Assert.NotEmpty(text.Value));
    }
}
