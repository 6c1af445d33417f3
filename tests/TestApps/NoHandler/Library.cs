using Microsoft.AspNetCore.Http;

namespace NoHandler;

public sealed class Library
{
    public void Handle(HttpContext context) => context.Response.StatusCode = StatusCodes.Status204NoContent;
}
