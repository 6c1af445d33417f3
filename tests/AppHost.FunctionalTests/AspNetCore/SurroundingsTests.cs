using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using AppHost.FunctionalTests.Harness;
using AppHost.FunctionalTests.Reload;

namespace AppHost.FunctionalTests.AspNetCore;

/// <summary>What an unmodified app finds around it, and what it may expect of its slots.</summary>
public sealed class SurroundingsTests : IDisposable
{
    private readonly Deployment _deployment = new(ServedApp.AspNetCore);

    public void Dispose() => _deployment.Dispose();

    [Fact]
    public async Task Content_root_and_base_directory_are_the_copy_and_the_current_directory_is_the_live_folder()
    {
        await using HostProcess host = await _deployment.StartAsync();
        string copy = Assert.Single(_deployment.Copies);
        Assert.Equal(copy, (await GetAsync(host, "/content-root")).TrimEnd('/'));
        Assert.Equal(copy, (await GetAsync(host, "/base-directory")).TrimEnd('/'));
        Assert.Equal(_deployment.Release, await GetAsync(host, "/directory"));
    }

    [Fact]
    public async Task The_worker_is_a_service_of_an_app_that_refers_to_the_contract()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1");
        Assert.Equal("0 1", await GetAsync(host, "/worker"));
        Assert.Equal("0", await GetAsync(host, "/environment?name=APPHOST_WORKER_ID"));
        Assert.Equal("-", await GetAsync(host, "/environment?name=APPHOST_CHANNEL"));
        Assert.Equal("-", await GetAsync(host, "/environment?name=DOTNET_STARTUP_HOOKS"));
    }

    [Fact]
    public async Task An_app_that_carries_another_build_of_the_contract_runs_and_has_no_such_service()
    {
        string contract = Path.Combine(_deployment.Release, "AppHost.Abstractions.dll");
        CancellationToken token = TestContext.Current.CancellationToken;
        byte[] bytes = await File.ReadAllBytesAsync(contract, token);
        // The id of its build is nowhere else in the file.
        int at = bytes.AsSpan().IndexOf(BuildOf(contract).ToByteArray());
        Assert.True(at > 0);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(contract, bytes, token);
        await using HostProcess host = await _deployment.StartAsync("workers: 1");
        Assert.Equal("none", await GetAsync(host, "/worker"));
        Assert.Equal("0", await GetAsync(host, "/environment?name=APPHOST_WORKER_ID"));
    }

    [Fact]
    public async Task Arguments_and_the_section_of_the_file_reach_the_configuration()
    {
        _deployment.Configure("workers: 1");
        string file = _deployment.Launch().Arguments[2];
        CancellationToken token = TestContext.Current.CancellationToken;
        string text = await File.ReadAllTextAsync(file, token);
        string section = $"app:\n  path: {_deployment.Library}\n  Shop:\n    Region: eu";
        await File.WriteAllTextAsync(file, text.Replace($"app: {_deployment.Library}", section, StringComparison.Ordinal), token);
        await using HostProcess host = await HostProcess.StartAsync(_deployment.Launch("--", "--Depth:Er=2"));
        Assert.Equal("eu", await GetAsync(host, "/configuration?key=Shop:Region"));
        Assert.Equal("2", await GetAsync(host, "/configuration?key=Depth:Er"));
    }

    [Theory]
    [InlineData("threaded", 32)]
    [InlineData("sync", 1)]
    public async Task Code_that_blocks_runs_in_every_slot_at_once_and_in_no_more(string workerClass, int slots)
    {
        await using HostProcess host = await _deployment.StartAsync(
            "workers: 1", "-k", workerClass, "--threads", $"{slots}", "--queue-timeout", "10m");
        using var held = new HeldRequests(host);
        // Each is answered half by code that then blocks: all of them run now.
        for (int i = 0; i < slots; i++) await held.HoldAsync();
        Task<HttpReply> waiting = HttpConnection.GetOnceAsync(host.EndPoint, "/");
        await Patience.UntilAsync(
            async () => Regex.IsMatch((await _deployment.OrderAsync("workers")).Output, $@" {slots}/{slots} +1/"), "one request waits");
        Assert.False(waiting.IsCompleted);
        held.Release();
        Assert.Equal("probe", (await waiting).Body);
    }

    private static Guid BuildOf(string library)
    {
        using var file = new PEReader(File.OpenRead(library));
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static async Task<string> GetAsync(HostProcess host, string path) => (await HttpConnection.GetOnceAsync(host.EndPoint, path)).Body;
}
