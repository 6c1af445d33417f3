using System.Globalization;
using AppHost.Bench.Reports;

namespace AppHost.Bench.Progress;

/// <summary>
/// Tells how far a run is: one line that is drawn over again on a terminal, a line for each measurement elsewhere. Not thread-safe.
/// </summary>
internal sealed class ProgressDisplay(TextWriter output, bool isTerminal, bool hasColor, Func<int> width)
{
    private const int BarWidth = 24;

    private bool _isLineOpen;

    /// <summary>The display for this process's standard error.</summary>
    public static ProgressDisplay ForConsole() => new(
        Console.Error, !Console.IsErrorRedirected, string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        () => Console.WindowWidth);

    /// <summary>A measurement begins.</summary>
    /// <param name="done">Share of the whole, 0 to 1.</param>
    /// <param name="left">About how long the rest takes.</param>
    /// <param name="what">What is measured.</param>
    public void Show(double done, TimeSpan left, string what)
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(done * 100),3:0} %");
        if (!isTerminal)
        {
            output.WriteLine($"{percent}  {what} (about {Figures.Duration(left)} left)");
            return;
        }
        var filled = (int)Math.Round(done * BarWidth);
        var text = $"] {percent}  {what}, about {Figures.Duration(left)} left";
        var room = Math.Max(0, width() - BarWidth - 2);
        // \r and "erase to the end of the line" (ECMA-48, EL).
        var bar = Paint("36", new string('#', filled)) + new string('.', BarWidth - filled);
        output.Write($"\r[{bar}{(text.Length > room ? text[..room] : text)}\x1b[K");
        _isLineOpen = true;
    }

    /// <summary>Something that stays to be read.</summary>
    public void Say(string text, bool isProblem = false)
    {
        Close();
        output.WriteLine(isProblem && isTerminal ? Paint("33", text) : text);
    }

    /// <summary>Ends the open line.</summary>
    public void Close()
    {
        if (_isLineOpen)
            output.Write("\r\x1b[K");
        _isLineOpen = false;
    }

    private string Paint(string code, string text) => hasColor ? $"\x1b[{code}m{text}\x1b[0m" : text;
}
