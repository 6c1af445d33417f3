using AppHost;
using Microsoft.AspNetCore.Http;

namespace ManyHandlers;

public sealed class FirstHandler : IHandler
{
    public void Handle(HttpContext context) => context.Response.Headers["Handler"] = "first";
}

public abstract class AsyncHandlerBase<T> : IAsyncHandler
{
    public abstract Task HandleAsync(HttpContext context);
}

// A handler through its base class, which is generic.
public sealed class SecondHandler : AsyncHandlerBase<string>
{
    public override Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["Handler"] = "second";
        return Task.CompletedTask;
    }
}

// Cannot be both: the worker could not know whether a call may block.
public sealed class BothHandler : IHandler, IAsyncHandler
{
    public void Handle(HttpContext context) => context.Response.StatusCode = StatusCodes.Status204NoContent;

    public Task HandleAsync(HttpContext context) => Task.CompletedTask;
}

// None of these can be hosted as they are; none may be listed.
public sealed class OpenGenericHandler<T> : IHandler
{
    public void Handle(HttpContext context) => context.Response.Headers["Handler"] = typeof(T).Name;
}

internal sealed class InternalHandler : IHandler
{
    public void Handle(HttpContext context) => context.Response.Headers["Handler"] = "internal";
}

public sealed class NotAHandler;
