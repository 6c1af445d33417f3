namespace AppHost.Host.Control.Http;

/// <summary>A head, or why it is none: one of the two is null.</summary>
internal readonly record struct HttpHeadReading(HttpHead? Head, HttpRefusal? Refusal)
{
    public static HttpHeadReading Refused(int status, string problem) => new(null, new HttpRefusal(status, problem));
}
