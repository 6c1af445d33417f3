using AppHost;
using Microsoft.AspNetCore.Http;

namespace MissingDependency;

public sealed class JsonHandler : IHandler
{
    private readonly string _json = Newtonsoft.Json.JsonConvert.SerializeObject(new { text = "Hello, World!" });

    public void Handle(HttpContext context) => context.Response.WriteAsync(_json).GetAwaiter().GetResult();
}

public sealed class YamlHandler : IHandler
{
    private readonly string _yaml = new YamlDotNet.Serialization.Serializer().Serialize("Hello, World!");

    public void Handle(HttpContext context) => context.Response.WriteAsync(_yaml).GetAwaiter().GetResult();
}
