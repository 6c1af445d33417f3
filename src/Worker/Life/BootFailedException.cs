namespace AppHost.Worker.Life;

/// <summary>The worker cannot boot, for a reason that the operator can mend.</summary>
internal sealed class BootFailedException(string message, string? advice = null, IReadOnlyList<string>? details = null) : Exception(message)
{
    /// <summary>What to do.</summary>
    public string? Advice => advice;

    /// <summary>Further lines, such as the frames of the user's own exception.</summary>
    public IReadOnlyList<string> Details => details ?? [];
}
