using System.Globalization;

namespace AppHost.Host.Apps;

/// <summary>Tells that a build goes on: one line, which counts seconds on a terminal. Thread-safe.</summary>
internal sealed class BuildProgress : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TextWriter _output;
    private readonly bool _terminal;
    private readonly string _project;
    private readonly TimeProvider _timeProvider;
    private readonly long _start;
    private readonly ITimer? _timer;
    private bool _ended;

    /// <summary>Starts to tell.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="terminal">True if a line there can be written again.</param>
    /// <param name="project">What is built.</param>
    /// <param name="timeProvider">Counts the seconds.</param>
    public BuildProgress(TextWriter output, bool terminal, string project, TimeProvider timeProvider)
    {
        _output = output;
        _terminal = terminal;
        _project = project;
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
        _output.Write(terminal ? $"Building {project}" : $"Building {project}{Environment.NewLine}");
        _output.Flush();
        _timer = terminal ? timeProvider.CreateTimer(_ => Count(), null, Tick, Tick) : null;
    }

    /// <summary>Tells that the build is done. Nothing is written afterwards.</summary>
    public void Succeeded() => End($"Built {_project} in {Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");

    /// <summary>Ends the line if that was not done yet.</summary>
    public void Dispose()
    {
        End(null);
        _timer?.Dispose();
    }

    private TimeSpan Elapsed => _timeProvider.GetElapsedTime(_start);

    private void Count()
    {
        lock (_lock)
        {
            if (!_ended)
            {
                _output.Write($"\rBuilding {_project} {Math.Floor(Elapsed.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s");
                _output.Flush();
            }
        }
    }

    private void End(string? line)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            if (_terminal)
            {
                _output.Write("\r\e[K"); // back to the start of the line, and clear it
            }

            if (line is not null)
            {
                _output.WriteLine(line);
            }

            _output.Flush();
        }
    }
}
