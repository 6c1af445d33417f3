namespace AppHost.Host.Control.Client;

/// <summary>The answer to an order.</summary>
/// <param name="Status">Of HTTP.</param>
internal sealed record ControlReply(int Status, ControlAnswer Answer)
{
    /// <summary>It was carried out, or has begun.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
