using AppHost.Host.Apps;

namespace AppHost.Tests.Apps;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_without_links_stays() => Assert.Equal(_folder.Path, RealPath.Of(_folder.Path));

    [Fact]
    public void A_chain_of_relative_and_absolute_links_is_followed_to_its_end()
    {
        var file = _folder.Write("real/folder/file", "");
        File.CreateSymbolicLink(_folder.Combine("real/link"), "../real/./folder/file");
        Directory.CreateSymbolicLink(_folder.Combine("absolute"), _folder.Combine("real"));
        Directory.CreateSymbolicLink(_folder.Combine("relative"), "absolute");
        Assert.Equal(file, RealPath.Of(_folder.Combine("relative/link")));
    }

    [Fact]
    public void What_does_not_exist_stays_as_it_is() => Assert.Equal(_folder.Combine("a/b"), RealPath.Of(_folder.Combine("a/c/../b")));

    [Fact]
    public void Links_in_a_circle_end()
    {
        File.CreateSymbolicLink(_folder.Combine("a"), "b");
        File.CreateSymbolicLink(_folder.Combine("b"), "a");
        Assert.Throws<IOException>(() => RealPath.Of(_folder.Combine("a")));
    }
}
