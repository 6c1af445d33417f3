namespace AppHost;

/// <summary>
/// The deadline of one request, as a feature of its <c>HttpContext</c>; there is none where no deadline is set. Thread-safe.
/// </summary>
public interface IRequestDeadline
{
    /// <summary>Moves the deadline, and what follows it, further off.</summary>
    /// <param name="extra">By how much; not negative.</param>
    /// <returns>False if it was too late: the request has been answered for the handler already, or has ended.</returns>
    bool TryExtend(TimeSpan extra);
}
