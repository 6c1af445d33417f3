using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>The name of this host, usable as a folder's name; the value is a <see cref="string"/>.</summary>
internal sealed class HostNameAttribute : ValueFormatAttribute
{
    // The control socket's path contains the name and must fit into the 108 bytes of sockaddr_un.
    private const int MaxLength = 48;

    public override string Expected => $"a name of at most {MaxLength} letters, digits, '.', '-' and '_'";

    public override ParsedValue Parse(string text, ValueContext context) =>
        IsName(text)
            ? ParsedValue.Of(text)
            : ParsedValue.Wrong(Expected, text, $"write {FromFile(text)}");

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,47}$" };

    /// <summary>A name made of a file's name.</summary>
    public static string FromFile(string fileName)
    {
        var letters = new string([.. fileName.Take(MaxLength).Select(letter => IsLetter(letter) ? letter : '-')]).TrimStart('-', '.');
        return letters.Length == 0 ? "app" : letters;
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength && text[0] is not ('.' or '-') && text.All(IsLetter);

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
