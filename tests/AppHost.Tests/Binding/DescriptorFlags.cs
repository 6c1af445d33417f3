namespace AppHost.Tests.Binding;

/// <summary>What the kernel says about a descriptor of this process.</summary>
internal static class DescriptorFlags
{
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public static int Of(int descriptor)
    {
        string line = File.ReadLines($"/proc/self/fdinfo/{descriptor}").Single(l => l.StartsWith("flags:", StringComparison.Ordinal));
        return Convert.ToInt32(line["flags:".Length..].Trim(), 8);
    }
}
