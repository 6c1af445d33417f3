using AppHost;
using Microsoft.AspNetCore.Http;

namespace WithPackages;

public sealed class VersionsHandler : IHandler
{
    private readonly string _versions = $"""
        Newtonsoft.Json {typeof(Newtonsoft.Json.JsonConvert).Assembly.GetName().Version}
        YamlDotNet {typeof(YamlDotNet.Serialization.Deserializer).Assembly.GetName().Version}
        """;

    public override string ToString() => _versions;

    public void Handle(HttpContext context) => context.Response.WriteAsync(_versions).GetAwaiter().GetResult();
}
