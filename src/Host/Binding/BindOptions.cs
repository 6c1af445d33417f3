namespace AppHost.Host.Binding;

/// <summary>What stands behind the question mark of an address.</summary>
/// <param name="Http2">HTTP/2 with prior knowledge.</param>
/// <param name="Mode">Permissions of a socket file.</param>
internal readonly record struct BindOptions(bool Http2, UnixFileMode Mode)
{
    private const int AllPermissions = 0x1FF;
    private const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Cuts the options off an address and reads them.</summary>
    /// <param name="text">The whole value, for messages.</param>
    /// <param name="rest">In: with options; out: without.</param>
    /// <param name="allowMode">Whether <c>mode</c> has a meaning here.</param>
    /// <param name="options">The result.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Read(string text, ref string rest, bool allowMode, out BindOptions options)
    {
        options = new BindOptions(false, UnixBindAddress.DefaultMode);
        int question = rest.IndexOf('?');
        if (question < 0) return null;
        string[] written = rest[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries);
        rest = rest[..question];
        HashSet<string> seen = [];
        foreach (string option in written)
        {
            string[] parts = option.Split('=', 2);
            string value = parts.Length == 2 ? parts[1] : "";
            if (!seen.Add(parts[0])) return $"'{text}' has the option '{parts[0]}' twice";
            switch (parts[0])
            {
                case "http" when value is "1" or "2":
                    options = options with { Http2 = value == "2" };
                    break;
                case "http":
                    return $"'{option}' in '{text}' is not known: write http=2 for HTTP/2 without TLS (prior knowledge), else leave it out";
                case "mode" when allowMode && TryReadMode(value, out UnixFileMode mode):
                    options = options with { Mode = mode };
                    break;
                case "mode" when allowMode:
                    return $"'{option}' in '{text}' is not a file mode that lets anyone connect: "
                        + "octal digits with a write bit are expected, for example mode=0660";
                default:
                    return $"'{text}' has the unknown option '{parts[0]}': known is http=2{(allowMode ? " and mode=0660" : "")}";
            }
        }

        return null;
    }

    private static bool TryReadMode(string text, out UnixFileMode mode)
    {
        mode = UnixFileMode.None;
        if (text.Length is < 3 or > 4 || !text.All(c => c is >= '0' and <= '7')) return false;
        mode = (UnixFileMode)Convert.ToInt32(text, 8);
        // connect(2) asks for the write bit alone; set-id and sticky bits mean nothing on a socket.
        return (int)mode <= AllPermissions && (mode & Writable) != 0;
    }
}
