using System.Diagnostics.CodeAnalysis;

namespace AppHost.Host.Binding;

/// <summary>Where to listen, as configured: not yet resolved, not yet bound.</summary>
/// <param name="Text">As the user wrote it; for messages.</param>
internal abstract record BindAddress(string Text)
{
    /// <summary>HTTP/2 with prior knowledge (h2c) instead of HTTP/1.1.</summary>
    public bool Http2 { get; init; }

    /// <summary>
    /// What is the same for two texts that mean the same socket (<c>http://+:80</c>, <c>http://*:80?http=2</c>). A reload keeps a
    /// listener by it: options may change on a bound socket, its place may not.
    /// </summary>
    public abstract string Identity { get; }

    /// <summary>Reads one <c>bind</c> value.</summary>
    /// <param name="text">For example <c>http://127.0.0.1:8080</c>, <c>unix:/run/app.sock?mode=0660</c>.</param>
    /// <param name="address">The address, if the text is right.</param>
    /// <param name="problem">Else what is wrong with it and what to write instead.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out BindAddress? address, [NotNullWhen(false)] out string? problem) =>
        BindAddressParser.TryParse(text, out address, out problem);

    /// <summary>The address with a relative path made absolute; any other address is returned as it is.</summary>
    /// <param name="baseFolder">Absolute; the folder of the file that names the address, or the current directory for an option.</param>
    public virtual BindAddress Resolve(string baseFolder) => this;

    /// <inheritdoc/>
    public sealed override string ToString() => Text;
}

/// <summary>A TCP port on one address, on all of them, on both loopbacks, or on what a name resolves to.</summary>
internal sealed record TcpBindAddress(string Text, BindHost Host, int Port) : BindAddress(Text)
{
    /// <inheritdoc/>
    public override string Identity => $"tcp:{Host}:{Port}";
}

/// <summary>A Unix domain socket.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Path">Literal, no percent escapes; relative until <see cref="Resolve"/>.</param>
/// <param name="Mode">Permissions of the socket file; connecting needs the write bit.</param>
internal sealed record UnixBindAddress(string Text, string Path, UnixFileMode Mode) : BindAddress(Text)
{
    /// <summary>sun_path has 108 bytes; the last is kept for the terminating zero, as unix(7) advises.</summary>
    public const int MaxPathBytes = 107;

    /// <summary>0660: the owner and the group, which is where a reverse proxy is put.</summary>
    public const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <inheritdoc/>
    public override string Identity => $"unix:{Path}";

    /// <inheritdoc/>
    public override BindAddress Resolve(string baseFolder) => this with { Path = System.IO.Path.GetFullPath(Path, baseFolder) };
}

/// <summary>A listening socket that was opened by whoever started this process, such as systemd.</summary>
internal sealed record DescriptorBindAddress(string Text, int Number) : BindAddress(Text)
{
    /// <inheritdoc/>
    public override string Identity => $"fd:{Number}";
}
