using AppHost.Worker.AspNetCore;
using AppHost.Worker.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost.Tests.AspNetCore;

public sealed class SeveralProcessesTests
{
    private readonly ServiceCollection _services = [];

    [Fact]
    public void An_app_that_keeps_nothing_is_told_nothing()
    {
        _services.AddControllers();
        Assert.Empty(SeveralProcesses.Look(_services));
    }

    [Fact]
    public void Sessions_in_memory_are_named()
    {
        _services.AddDistributedMemoryCache().AddSession();
        Assert.StartsWith("Sessions are kept in the memory", Assert.Single(SeveralProcesses.Look(_services)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_in_memory_is_named()
    {
        _services.AddDistributedMemoryCache();
        Assert.StartsWith("The distributed cache is kept", Assert.Single(SeveralProcesses.Look(_services)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cache_that_views_bring_with_them_is_not_named()
    {
        _services.AddControllersWithViews();
        Assert.Empty(SeveralProcesses.Look(_services));
        _services.AddSession();
        Assert.StartsWith("Sessions are kept in the memory", Assert.Single(SeveralProcesses.Look(_services)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void SignalR_without_a_backplane_is_named()
    {
        _services.AddSignalR();
        WorkerMessage.Notice notice = Assert.Single(SeveralProcesses.Look(_services));
        Assert.Equal(("signalr", NoticeImportance.WarningAmongSeveral), (notice.Subject, notice.Importance));
    }

    [Fact]
    public void Background_services_are_named_however_they_are_registered()
    {
        _services.AddHostedService<First>();
        _services.AddSingleton<Second>().AddHostedService(services => services.GetRequiredService<Second>());
        Assert.StartsWith("First, Second: each worker", Assert.Single(SeveralProcesses.Look(_services)).Text, StringComparison.Ordinal);
    }

    private class First : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Second : First;
}
