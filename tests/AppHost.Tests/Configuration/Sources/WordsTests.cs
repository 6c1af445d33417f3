using AppHost.Host.Configuration.Sources;

namespace AppHost.Tests.Configuration.Sources;

public sealed class WordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  a   b ", "a|b")]
    [InlineData("'a b' c", "a b|c")]
    [InlineData("--x=\"a b\"", "--x=a b")]
    [InlineData("a\\ b", "a b")]
    [InlineData("'a\\b'", "a\\b")]
    [InlineData("\"a\\\"b\"", "a\"b")]
    [InlineData("''x", "x")]
    [InlineData("\"it's\"", "it's")]
    public void Words_are_split_as_in_a_shell(string line, string expected) => Assert.Equal(expected, string.Join('|', Words.Split(line)!));

    [Fact]
    public void An_empty_quoted_word_counts() => Assert.Equal(["", "a"], Words.Split("'' a"));

    [Theory]
    [InlineData("'a")]
    [InlineData("a \"b")]
    public void An_open_quote_is_an_error(string line) => Assert.Null(Words.Split(line));
}
