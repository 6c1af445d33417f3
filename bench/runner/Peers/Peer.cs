namespace AppHost.Bench.Peers;

/// <summary>A program that measurements need.</summary>
/// <param name="Name">As contestants and reports name it.</param>
/// <param name="Programs">Its possible file names; a <c>*</c> stands for a version: php-fpm8.2.</param>
/// <param name="Packages">The Debian packages that bring it.</param>
/// <param name="VersionArguments">What makes it print its version.</param>
internal sealed record Peer(
    string Name, IReadOnlyList<string> Programs, IReadOnlyList<string> Packages, IReadOnlyList<string> VersionArguments);
