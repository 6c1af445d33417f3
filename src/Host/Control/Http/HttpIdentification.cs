namespace AppHost.Host.Control.Http;

/// <summary>What a request says of where it comes from; null: nothing.</summary>
/// <param name="Host">The name under which the client knows this address.</param>
/// <param name="Origin">Set by browsers: the page that sends the request.</param>
internal sealed record HttpIdentification(string? Host, string? Origin, string? Authorization)
{
    public static HttpIdentification None { get; } = new(null, null, null);
}
