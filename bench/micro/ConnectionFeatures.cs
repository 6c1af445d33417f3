using AppHost.Worker.Dispatch;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Micro;

/// <summary>What Kestrel keeps beside a connection and uses again for each of its requests; without a network.</summary>
internal sealed class ConnectionFeatures : FeatureCollection, IHostContextContainer<WorkerRequest<DefaultHttpContext>>
{
    public ConnectionFeatures()
    {
        Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = "/products/list" });
        Set<IHttpResponseFeature>(new HttpResponseFeature());
        Set<IHttpRequestBodyDetectionFeature>(new NoBody());
    }

    /// <inheritdoc />
    public WorkerRequest<DefaultHttpContext>? HostContext { get; set; }

    private sealed class NoBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => false;
    }
}
