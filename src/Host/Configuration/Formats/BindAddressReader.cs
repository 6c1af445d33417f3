using System.Diagnostics.CodeAnalysis;
using AppHost.Host.Binding;

namespace AppHost.Host.Configuration.Formats;

/// <summary>The signature of <see cref="BindAddress.TryParse"/>.</summary>
internal delegate bool BindAddressReader(
    string text, [NotNullWhen(true)] out BindAddress? address, [NotNullWhen(false)] out string? problem);
