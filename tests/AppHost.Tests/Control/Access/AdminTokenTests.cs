using AppHost.Host.Control.Access;
using TemporaryFolder = AppHost.Tests.Apps.TemporaryFolder;

namespace AppHost.Tests.Control.Access;

public sealed class AdminTokenTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_line_is_the_token()
    {
        Assert.Equal("0123456789abcdef", AdminToken.Read(Write("0123456789abcdef\nrest\n", Private), out string? problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short\n")]
    public void What_can_be_guessed_is_refused(string text)
    {
        Assert.Null(AdminToken.Read(Write(text, Private), out string? problem));
        Assert.Contains("at least 16 characters", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_everybody_can_read_is_no_secret()
    {
        Assert.Null(AdminToken.Read(Write("0123456789abcdef\n", Private | UnixFileMode.OtherRead), out string? problem));
        Assert.Contains("chmod o-rw", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        Assert.Null(AdminToken.Read(_folder.Combine("none"), out string? problem));
        Assert.Contains(_folder.Combine("none"), problem, StringComparison.Ordinal);
    }

    private string Write(string text, UnixFileMode mode)
    {
        string path = _folder.Combine("token");
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
