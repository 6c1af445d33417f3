namespace AppHost.FunctionalTests.Harness;

/// <summary>What a command that has ended left behind.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Errors);
