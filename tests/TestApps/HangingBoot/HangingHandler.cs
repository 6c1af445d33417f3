using AppHost;
using Microsoft.AspNetCore.Http;

namespace HangingBoot;

public sealed class HangingHandler : IHandler
{
    public HangingHandler() => Thread.Sleep(Timeout.Infinite);

    public void Handle(HttpContext context) => context.Response.ContentLength = 0;
}
