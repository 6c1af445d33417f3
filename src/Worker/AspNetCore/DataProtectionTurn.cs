using AppHost.Worker.Interop;
using AppHost.Worker.Life;
using AppHost.Worker.Messages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Infrastructure;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AppHost.Worker.AspNetCore;

/// <summary>
/// Lets the workers of a host take the keys of Data Protection one after the other: where there is none yet the first makes
/// one, and the others find it. All at once, each would make its own and not know those of its siblings.
/// </summary>
/// <param name="scoreboard">Its file is what all workers of a host, and nobody else, can lock.</param>
internal sealed class DataProtectionTurn(int scoreboard, WorkerProcess process, IServiceProvider services) : IHostedService
{
    private const string Provider = "Microsoft.AspNetCore.DataProtection.IDataProtectionProvider";
    private const string FrameworksDiscriminator = "HostingApplicationDiscriminator";

    /// <summary>Puts it before all else that a host starts, if the app uses Data Protection.</summary>
    public static void AddTo(IServiceCollection services, WorkerProcess process)
    {
        if (services.Any(service => service.ServiceType.FullName == Provider)) Add(services, process);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!AreKept(services)) process.Tell(new WorkerMessage.Notice("data-protection",
            "The keys of Data Protection are kept in memory: a cookie of one worker is worthless to the others, and after a reload to all. "
                + "Call PersistKeysToFileSystem with a folder that outlives a release, or give the process a HOME it may write to.",
            NoticeImportance.Warning));
        // A descriptor of its own: locks belong to the open file, and that one all workers share.
        int file = Libc.open($"/proc/self/fd/{scoreboard}", Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        try
        {
            if (file >= 0) _ = Libc.flock(file, Libc.LOCK_EX);
            services.GetRequiredService<IDataProtectionProvider>().CreateProtector("AppHost").Protect([]);
        }
        catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or IOException or UnauthorizedAccessException)
        {
            // The app meets it again where it uses the keys, and says so itself.
        }
        finally
        {
            if (file >= 0) _ = Libc.close(file);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Add(IServiceCollection services, WorkerProcess process)
    {
        int descriptor = process.Assignment.ScoreboardDescriptor;
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => new DataProtectionTurn(descriptor, process, provider)));
        // Where the app has no name the framework takes the content root for one, which is another with each generation.
        ServiceDescriptor? discriminator = services.LastOrDefault(service => service.ServiceType == typeof(IApplicationDiscriminator));
        if (discriminator?.ImplementationType?.Name != FrameworksDiscriminator) return;
        services.RemoveAll<IApplicationDiscriminator>();
        services.AddSingleton<IApplicationDiscriminator>(new LiveFolder(process.Assignment.App.KnownFolder));
    }

    // The framework's own choice where nothing is configured is below the home folder, if there is one.
    private static bool AreKept(IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository is { } configured)
        {
            return configured.GetType().Name != "EphemeralXmlRepository";
        }

        return Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home && Directory.Exists(home);
    }

    private sealed class LiveFolder(string path) : IApplicationDiscriminator
    {
        public string? Discriminator => path;
    }
}
