using AppHost.Host.Configuration.Declaration;
using AppHost.WorkerTypes;

namespace AppHost.Host.Configuration.Sources;

/// <summary>
/// Rewrites a command line so that CommandLineParser 2.9.1 can only read it as it was meant: that library takes operands after a
/// repeatable option as further values of it, says nothing when a value is missing, and its errors name no likely option. Pure.
/// </summary>
internal sealed class CommandLineNormalizer
{
    private readonly IReadOnlyList<OptionSpelling> _known;
    private readonly int _maxOperands;
    private readonly Queue<string> _rest;
    private readonly List<string> _operands = [];
    private readonly List<(OptionSpelling Option, string? Value)> _options = [];
    private readonly List<ConfigurationProblem> _errors = [];

    private CommandLineNormalizer(IEnumerable<string> arguments, IReadOnlyList<OptionSpelling> known, int maxOperands)
    {
        _rest = new Queue<string>(arguments);
        (_known, _maxOperands) = (known, maxOperands);
    }

    /// <summary>Rewrites what follows the verb.</summary>
    /// <param name="arguments">Without the verb.</param>
    /// <param name="known">The options of the verb.</param>
    /// <param name="operands">How many operands the verb takes.</param>
    public static NormalizedLine Normalize(IEnumerable<string> arguments, IReadOnlyList<OptionSpelling> known, int operands) =>
        new CommandLineNormalizer(arguments, known, operands).Normalize();

    private NormalizedLine Normalize()
    {
        List<string>? appArguments = null;
        while (_rest.TryDequeue(out var argument))
        {
            if (argument == "--")
            {
                appArguments = [.. _rest];
                break;
            }

            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                ReadLong(argument[2..]);
            }
            // No option is a digit: -1 is an operand, as in 'apphost scale -1'.
            else if (argument.Length > 1 && argument[0] == '-' && !char.IsAsciiDigit(argument[1]))
            {
                ReadShort(argument[1..]);
            }
            else if (_operands.Count < _maxOperands)
            {
                _operands.Add(argument);
            }
            else
            {
                Report(argument, "one operand too many; what the app should get goes after '--'");
            }
        }

        return new NormalizedLine(Tokens(), appArguments, _errors);
    }

    private void ReadLong(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        if (_known.FirstOrDefault(option => option.Long == name) is not { } option)
        {
            var nearest = NearestName.Find(name, _known.Select(candidate => candidate.Long));
            Report($"option --{name}", $"there is no such option{(nearest is null ? "; see --help" : $"; did you mean --{nearest}?")}");
            SkipValue(equals >= 0);
        }
        else
        {
            Read(option, $"--{name}", equals < 0 ? null : text[(equals + 1)..]);
        }
    }

    // Letters may be joined: -hw4 is -h -w 4.
    private void ReadShort(string letters)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            if (_known.FirstOrDefault(option => option.Short == letters[i]) is not { } option)
            {
                Report($"option -{letters[i]}", "there is no such option; see --help");
                SkipValue(hasOwn: i + 1 < letters.Length);
                return;
            }

            var attached = letters[(i + 1)..];
            if (option.Meta is not null)
            {
                Read(option, $"-{letters[i]}", attached.Length == 0 ? null : attached.StartsWith('=') ? attached[1..] : attached);
                return;
            }

            Read(option, $"-{letters[i]}", null);
        }
    }

    private void Read(OptionSpelling option, string spelling, string? value)
    {
        if (option.Meta is null)
        {
            if (value is not null)
            {
                Report($"option {spelling}", $"takes no value, got '{value}'; write {spelling} alone");
            }

            _options.Add((option, null));
            return;
        }

        // A negative number is a value, so that its own error speaks of it.
        if (value is null && _rest.TryPeek(out var next) && (next.Length < 2 || next[0] != '-' || char.IsAsciiDigit(next[1])))
        {
            value = _rest.Dequeue();
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            Report($"option {spelling}", $"its value is missing; write {spelling} {option.Meta}");
            return;
        }

        if (!option.Repeats)
        {
            // The last one counts, so that a script can add to a line that it was given.
            _options.RemoveAll(earlier => earlier.Option == option);
        }

        _options.Add((option, value));
    }

    // The value of an unknown option would be reported a second time, as an operand too many, or be taken for the app.
    private void SkipValue(bool hasOwn)
    {
        if (!hasOwn && _rest.Count > 1 && _rest.TryPeek(out var next) && !next.StartsWith('-'))
        {
            _rest.Dequeue();
        }
    }

    private List<string> Tokens()
    {
        var tokens = new List<string>(_operands);
        foreach (var group in _options.GroupBy(entry => entry.Option))
        {
            var values = group.Select(entry => entry.Value).OfType<string>().ToList();
            if (values is [['-', ..] value])
            {
                tokens.Add($"--{group.Key.Long}={value}");
                continue;
            }

            tokens.Add($"--{group.Key.Long}");
            tokens.AddRange(values);
        }

        return tokens;
    }

    private void Report(string place, string message) => _errors.Add(new ConfigurationProblem(place, null, message));
}
