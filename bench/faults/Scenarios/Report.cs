using System.Globalization;
using AppHost.Faults.Host;

namespace AppHost.Faults.Scenarios;

/// <summary>What a scenario found: figures, and expectations that held or did not.</summary>
internal sealed class Report(FaultOptions options)
{
    private readonly List<string> _broken = [];

    /// <summary>A figure.</summary>
    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Something that must be so.</summary>
    public void Expect(bool holds, FormattableString what)
    {
        string text = what.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"{(holds ? "ok  " : "NOT ")} {text}");
        if (!holds) _broken.Add(text);
    }

    /// <summary>Writes the log of the host where it is wanted.</summary>
    /// <returns>The exit code: 1 if an expectation did not hold.</returns>
    public int End(HostUnderTest? host)
    {
        if (options.Log is not null && host is not null) File.WriteAllLines(options.Log, host.Log);
        else if (_broken.Count > 0 && host is not null) Console.WriteLine("the log of the host:\n  " + string.Join("\n  ", host.Log.TakeLast(200)));
        return _broken.Count == 0 ? 0 : 1;
    }
}
