namespace AppHost.Worker.Apps;

/// <summary>Carries a failure out of a factory that the service provider called; it never leaves <see cref="HandlerActivator"/>.</summary>
internal sealed class AppBootException(AppBootFailure failure) : Exception(failure.Message)
{
    /// <summary>The failure.</summary>
    public AppBootFailure Failure { get; } = failure;
}
