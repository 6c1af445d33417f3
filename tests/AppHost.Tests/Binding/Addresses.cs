using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

/// <summary>Addresses from texts that are known to be right.</summary>
internal static class Addresses
{
    public static BindAddress[] Parse(params string[] texts) => [.. texts.Select(text =>
    {
        Assert.True(BindAddress.TryParse(text, out BindAddress? address, out string? problem), problem);
        return address;
    })];

    public static BindOutcome Bind(params string[] texts) => new ListenerBinder(16).Bind(Parse(texts));

    /// <summary>Binds what must succeed.</summary>
    public static ListenerSet Open(params string[] texts)
    {
        BindOutcome outcome = Bind(texts);
        Assert.Empty(outcome.Problems);
        return outcome.Listeners!;
    }

    /// <summary>Binds what must fail for one reason.</summary>
    public static BindProblem Refused(params string[] texts)
    {
        BindOutcome outcome = Bind(texts);
        outcome.Listeners?.Dispose();
        Assert.Null(outcome.Listeners);
        return Assert.Single(outcome.Problems);
    }
}
