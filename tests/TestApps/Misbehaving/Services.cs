using AppHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Misbehaving;

public sealed class Services : IHandlerServices
{
    public void ConfigureServices(IServiceCollection services, IConfiguration configuration) => services.AddScoped<UnitOfWork>();
}

public sealed class UnitOfWork : IDisposable
{
    private static int s_created;
    private static int s_disposed;

    public static int Disposed => Volatile.Read(ref s_disposed);

    public int Number { get; } = Interlocked.Increment(ref s_created);

    public void Dispose() => Interlocked.Increment(ref s_disposed);
}
