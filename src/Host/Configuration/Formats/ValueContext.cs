namespace AppHost.Host.Configuration.Formats;

/// <summary>What reading a value may depend on besides its text.</summary>
/// <param name="BaseDirectory">Absolute; relative paths start here: the file's folder, or the current directory.</param>
internal sealed record ValueContext(string BaseDirectory);
