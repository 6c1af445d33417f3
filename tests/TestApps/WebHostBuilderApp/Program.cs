using Microsoft.AspNetCore;

// The way of ASP.NET Core 2: a host that nothing outside can get hold of while it is built. A minority still runs it.
#pragma warning disable ASPDEPR004, ASPDEPR008
WebHost.CreateDefaultBuilder(args)
    .Configure(app => app.Run(context => context.Response.WriteAsync("web host builder")))
    .Build()
    .Run();
