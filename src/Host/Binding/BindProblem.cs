namespace AppHost.Host.Binding;

/// <summary>Why an address could not be bound: a user's mistake or the machine's state, told to the user.</summary>
/// <param name="Address">The address as written, or the environment variable that gave it.</param>
/// <param name="Message">What is wrong, one sentence without a full stop.</param>
/// <param name="Advice">What to do about it, one sentence without a full stop.</param>
internal sealed record BindProblem(string Address, string Message, string Advice)
{
    /// <inheritdoc/>
    public override string ToString() => $"cannot bind {Address}: {Message}. {char.ToUpperInvariant(Advice[0])}{Advice[1..]}.";
}
