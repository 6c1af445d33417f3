namespace AppHost.Host.Commands;

/// <summary>What a verb does.</summary>
internal interface ICommand
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code of the process.</returns>
    Task<int> RunAsync();
}
