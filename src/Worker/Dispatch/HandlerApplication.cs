using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Worker.Dispatch;

/// <summary>A handler in the shape of an app of the framework: makes its HttpContext and calls it.</summary>
/// <param name="handle">Calls the handler; a blocking one returns when it is done.</param>
/// <param name="scopes">Where <c>HttpContext.RequestServices</c> comes from; a scope is made when it is first asked for.</param>
internal sealed class HandlerApplication(Func<HttpContext, Task> handle, IServiceScopeFactory scopes) : IHttpApplication<DefaultHttpContext>
{
    /// <summary>For a handler that blocks.</summary>
    public HandlerApplication(IHandler handler, IServiceScopeFactory scopes)
        : this(context =>
        {
            handler.Handle(context);
            return Task.CompletedTask;
        }, scopes)
    {
    }

    /// <summary>For a handler that awaits.</summary>
    public HandlerApplication(IAsyncHandler handler, IServiceScopeFactory scopes)
        : this(handler.HandleAsync, scopes)
    {
    }

    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        DefaultHttpContext context;
        if (contextFeatures is IHostContextContainer<DefaultHttpContext> container)
        {
            context = container.HostContext ??= new DefaultHttpContext(contextFeatures);
            context.Initialize(contextFeatures);
        }
        else
        {
            context = new DefaultHttpContext(contextFeatures);
        }

        context.ServiceScopeFactory = scopes;
        return context;
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) => handle(context);

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
}
