namespace AppHost.Host.Binding;

/// <summary>What one pass over the list has come to so far. Confined to the thread that binds.</summary>
internal sealed class BindAttempt
{
    public List<Listener> Kept { get; } = [];

    public List<Listener> Bound { get; } = [];

    public List<BindProblem> Problems { get; } = [];

    public List<string> Warnings { get; } = [];

    public void Fail(BindAddress address, string message, string advice) => Problems.Add(new BindProblem(address.Text, message, advice));
}
