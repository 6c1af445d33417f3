using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>The full name of a .NET type; the value is a <see cref="string"/>.</summary>
internal sealed class TypeNameAttribute : ValueFormatAttribute
{
    public override string Expected => "the full name of a class such as Shop.CheckoutHandler";

    public override ParsedValue Parse(string text, ValueContext context) =>
        IsTypeName(text) ? ParsedValue.Of(text) : ParsedValue.Wrong(Expected, text, "write namespace and class joined by dots");

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = @"^[\p{L}_][\p{L}\p{N}_.+`]*$" };

    /// <summary>Whether the text could name a type; nested ones have a plus sign.</summary>
    public static bool IsTypeName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[^1] is '.' or '+' || text.IndexOf("..") >= 0 || !(char.IsLetter(text[0]) || text[0] == '_'))
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not ('_' or '.' or '+' or '`'))
            {
                return false;
            }
        }

        return true;
    }
}
