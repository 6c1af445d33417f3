namespace AppHost.Bench.Measuring;

/// <summary>A kind of figure.</summary>
/// <param name="Name">Of its column.</param>
/// <param name="Unit">Behind the name; empty for counts and ratios.</param>
/// <param name="Digits">After the decimal point.</param>
internal sealed record Metric(string Name, string Unit, int Digits = 0)
{
    /// <summary>Name and unit.</summary>
    public string Title => Unit.Length == 0 ? Name : $"{Name}, {Unit}";
}
