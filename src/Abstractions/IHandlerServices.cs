using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost;

/// <summary>
/// Optional: adds services that handlers take as constructor arguments or from <c>HttpContext.RequestServices</c>.
/// </summary>
/// <remarks>
/// A public class of the handler's assembly with a parameterless constructor. It is called once in each worker, before
/// the handler is made. Without one there are <c>ILogger&lt;T&gt;</c>, <c>IConfiguration</c> and <see cref="IWorkerInfo"/>.
/// </remarks>
public interface IHandlerServices
{
    /// <summary>Registers services; an exception is a boot failure and is shown to the operator.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">
    /// The app's <c>appsettings.json</c>, over it <c>appsettings.{Environment}.json</c>, over it the <c>app:</c> section of appserver.yaml, over it the environment,
    /// over it the arguments after <c>--</c>.
    /// </param>
    void ConfigureServices(IServiceCollection services, IConfiguration configuration);
}
