namespace AppHost.Host.Commands;

/// <summary>Columns of text, aligned and as many as fit. Pure.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The heads and the rows as lines.</summary>
    /// <param name="columns">From left to right.</param>
    /// <param name="rows">For each row a cell for each column.</param>
    /// <param name="width">Most columns of a line.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<TextColumn> columns, IReadOnlyList<IReadOnlyList<TextCell>> rows, int width)
    {
        int[] widths = [.. columns.Select((column, i) => Math.Max(column.Head.Length, rows.Select(row => row[i].Text.Length).DefaultIfEmpty().Max()))];
        List<int> shown = [.. Enumerable.Range(0, columns.Count)];
        while (shown.Count > 1 && shown.Sum(i => widths[i]) + (Gap.Length * (shown.Count - 1)) > width)
        {
            shown.Remove(shown.MaxBy(i => columns[i].Dispensable));
        }

        IEnumerable<string> Line(Func<int, TextCell> cell) => shown.Select(i => cell(i).Paint(columns[i].Right
            ? cell(i).Text.PadLeft(widths[i])
            : cell(i).Text.PadRight(widths[i])));
        return
        [
            string.Join(Gap, Line(i => new TextCell(columns[i].Head))).TrimEnd(),
            .. rows.Select(row => string.Join(Gap, Line(i => row[i])).TrimEnd()),
        ];
    }
}

/// <summary>One column.</summary>
/// <param name="Right">Aligned to the right, as numbers are.</param>
/// <param name="Dispensable">The column with the highest number goes first where they do not all fit.</param>
internal sealed record TextColumn(string Head, bool Right = true, int Dispensable = 0);

/// <summary>One cell.</summary>
/// <param name="Alarm">Shown in red.</param>
internal readonly record struct TextCell(string Text, bool Alarm = false)
{
    private const string Red = "\e[31m";
    private const string Plain = "\e[0m";

    /// <summary>The padded text with the cell's colour.</summary>
    public string Paint(string padded) => Alarm ? Red + padded + Plain : padded;
}
