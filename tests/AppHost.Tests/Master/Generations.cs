using AppHost.Host.Master;
using AppHost.Tests.Configuration;
using AppHost.Worker.Apps;

namespace AppHost.Tests.Master;

/// <summary>Generations with settings but without anything behind them.</summary>
internal static class Generations
{
    public static Generation Create(int number)
    {
        using var workspace = new ConfigurationWorkspace();
        var handler = new HandlerClass("Shop.Handler", HandlerContract.Blocking, 0x02000002);
        return new Generation(number, workspace.Settings("app: MyApp.dll"), new HandlerApp("/srv/shop/Shop.dll", handler, [handler], null));
    }
}
