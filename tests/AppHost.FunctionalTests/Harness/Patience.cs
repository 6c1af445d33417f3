namespace AppHost.FunctionalTests.Harness;

/// <summary>How long a test waits for what must come. Long enough for a machine that does much else; never asserted.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Ends with the test, or when patience does.</summary>
    public static CancellationTokenSource Start()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(Limit);
        return source;
    }

    /// <summary>Waits for what the system tells only when it is asked, such as the end of a foreign process.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string)"/>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource patience = Start();
        while (!await condition())
        {
            if (patience.IsCancellationRequested) Assert.Fail($"Waited in vain until {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }
    }
}
