using AppHost.Host.Apps;

namespace AppHost.Tests.Apps;

public sealed class DotnetSdkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_SDK_beside_the_own_runtime_comes_first()
    {
        var own = Install("own", sdk: true);
        Install("other", sdk: true);
        Assert.Equal(own, Find());
    }

    [Fact]
    public void Without_one_the_search_path_decides()
    {
        Install("own", sdk: false);
        Assert.Equal(Install("other", sdk: true), Find());
    }

    [Fact]
    public void A_link_to_dotnet_is_followed_to_its_SDK()
    {
        var other = Install("elsewhere", sdk: true);
        Directory.CreateDirectory(_folder.Combine("other"));
        File.CreateSymbolicLink(_folder.Combine("other/dotnet"), other);
        Assert.Equal(other, Find());
    }

    [Fact]
    public void A_machine_with_runtimes_only_has_none()
    {
        Install("own", sdk: false);
        Install("other", sdk: false);
        Assert.Null(Find());
    }

    private string? Find() =>
        DotnetSdk.Find(_folder.Combine("own/shared/Microsoft.NETCore.App/10.0.0"), $"/nowhere:{_folder.Combine("other")}");

    private string Install(string name, bool sdk)
    {
        Directory.CreateDirectory(_folder.Combine($"{name}/shared/Microsoft.NETCore.App/10.0.0"));
        if (sdk)
        {
            Directory.CreateDirectory(_folder.Combine($"{name}/sdk/10.0.100"));
        }

        return _folder.Write($"{name}/dotnet", "");
    }
}
