namespace AppHost.FunctionalTests.Harness;

/// <summary>The server closed the connection before its answer was complete.</summary>
/// <param name="received">Bytes of the answer that did come.</param>
public sealed class ConnectionClosedException(int received)
    : IOException($"The connection was closed after {received} bytes of the answer.")
{
    public int Received => received;
}
