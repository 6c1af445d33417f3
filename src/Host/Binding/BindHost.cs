using System.Net;

namespace AppHost.Host.Binding;

/// <summary>The host part of a TCP address.</summary>
internal sealed record BindHost
{
    private BindHost(BindHostKind kind, IPAddress? address, string text) => (Kind, Address, Text) = (kind, address, text);

    /// <summary>Every interface, IPv4 and IPv6 on one socket.</summary>
    public static BindHost All { get; } = new(BindHostKind.All, null, "*");

    /// <summary>127.0.0.1 and [::1], two sockets on one port.</summary>
    public static BindHost Localhost { get; } = new(BindHostKind.Localhost, null, "localhost");

    public BindHostKind Kind { get; }

    /// <summary>Set for <see cref="BindHostKind.Address"/> only.</summary>
    public IPAddress? Address { get; }

    /// <summary>Canonical: <c>*</c>, <c>localhost</c>, a lower-case name, an address with brackets if it is IPv6.</summary>
    public string Text { get; }

    /// <summary>No other machine can reach it. A name is not looked up: what it resolves to may change.</summary>
    public bool IsLoopback => Kind is BindHostKind.Localhost || (Address is { } address && IPAddress.IsLoopback(address));

    /// <summary>One address. <c>0.0.0.0</c> means all of IPv4 only, <c>[::]</c> all of IPv6 only.</summary>
    public static BindHost Of(IPAddress address) => new(BindHostKind.Address, address, Format(address));

    /// <summary>A name that is resolved when it is bound.</summary>
    public static BindHost Named(string name) => new(BindHostKind.Name, null, name.ToLowerInvariant());

    /// <summary>An address as it stands in a URL.</summary>
    public static string Format(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>What the host part of a TCP address means.</summary>
internal enum BindHostKind
{
    Address,
    All,
    Localhost,
    Name,
}
