using ManyHandlers;
using Microsoft.AspNetCore.Http;

namespace DerivedHandler;

public sealed class NumberHandler : AsyncHandlerBase<int>
{
    public override Task HandleAsync(HttpContext context) => context.Response.WriteAsync("42");
}
