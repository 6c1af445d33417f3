namespace AppHost.Host.Control.Http;

/// <summary>What came of reading a request: one of the two, or neither if the client hung up without a word.</summary>
internal readonly record struct HttpRequestReading(HttpRequest? Request, HttpRefusal? Refusal)
{
    public static HttpRequestReading Refused(int status, string problem) => new(null, new HttpRefusal(status, problem));
}
