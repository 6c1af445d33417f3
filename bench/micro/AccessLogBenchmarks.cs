using System.Net;
using AppHost.Worker.AccessLog;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Micro;

/// <summary>What a line of the access log costs the request: to write it, and to hand it over. The disk is the writer's affair.</summary>
public class AccessLogBenchmarks
{
    private readonly FeatureCollection _features = new();
    private readonly LogBuffer _line = new();
    private readonly AccessLogWorker _worker = new(0, TrustedProxies.Parse(["127.0.0.0/8"]), TimeProvider.System);
    private readonly AccessLogWriter _writer = new AccessLogWriter(new Nowhere(), _ => { }).Start();
    private AccessLogFormat _format = null!;

    [Params("common", "combined", "json")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        if (!AccessLogFormat.TryParse(Format, out AccessLogFormat? format, out string? problem)) throw new FormatException(problem);
        _format = format;
        _features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = "/", RawTarget = "/", Protocol = "HTTP/1.1" });
        _features.Set<IHttpResponseFeature>(new HttpResponseFeature { StatusCode = 200 });
        _features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback });
    }

    [GlobalCleanup]
    public void Cleanup() => _writer.Dispose();

    [Benchmark]
    public void Line()
    {
        _line.Clear();
        _format.Write(_line, new AccessLogEntry(_features, 1_000, 20_000, 30_000, null, null), _worker);
        _writer.Add(_line.Written);
    }

    private sealed class Nowhere : IAccessLogTarget
    {
        public int Write(ReadOnlySpan<byte> lines) => 0;

        public void Dispose()
        {
        }
    }
}
