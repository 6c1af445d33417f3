using Shop;
using Shop.Releases;

// Many releases of one shop: which one this is says the appsettings.json beside the program. Each answers as the handler of the
// same name in the folder above, so that a test can ask either kind of app.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string release = builder.Configuration["Release"] ?? nameof(Probe);
IRelease app = release switch
{
    nameof(Probe) => new Probe(),
    nameof(Hello) => new Hello(),
    nameof(AsyncHello) => new AsyncHello(),
    nameof(Workload) => new Workload(),
    nameof(LongLived) => new LongLived(),
    nameof(Misbehaving) => new Misbehaving(),
    nameof(Lifecycle) => new Lifecycle(),
    nameof(SlowBoot) => new SlowBoot(),
    nameof(HangingBoot) => new HangingBoot(),
    nameof(ThrowingConstructor) => new ThrowingConstructor(),
    nameof(ExitingBoot) => new ExitingBoot(),
    _ => throw new InvalidOperationException($"There is no release {release}."),
};

app.Configure(builder);
WebApplication host = builder.Build();
app.Map(host);
host.Run();
