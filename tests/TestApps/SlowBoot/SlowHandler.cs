using System.Globalization;
using AppHost;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace SlowBoot;

public sealed class SlowHandler : IHandler
{
    public SlowHandler(IConfiguration configuration) =>
        Thread.Sleep(int.Parse(configuration["APP_BOOT_MS"] ?? "1000", CultureInfo.InvariantCulture));

    public void Handle(HttpContext context) => context.Response.ContentLength = 0;
}
