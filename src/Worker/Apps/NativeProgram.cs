namespace AppHost.Worker.Apps;

/// <summary>Tells what kind of program a file is that is no assembly, by marks that the .NET tools leave in it.</summary>
internal static class NativeProgram
{
    // The launcher that 'dotnet build' copies has this mark, SHA-256 of ".net core bundle"; before it the place of the bundle's
    // header, 0 where nothing was bundled (dotnet/runtime, bundle_marker.cpp).
    private static readonly byte[] BundleMark =
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

    private static ReadOnlySpan<byte> Elf => [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    // The section that holds the code of a program compiled ahead of time (NativeAOT).
    private static ReadOnlySpan<byte> ManagedCode => "__managedcode"u8;

    /// <summary>Why it cannot be hosted; null if it is nothing of .NET's.</summary>
    public static AppFailure? Problem(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        if (!file.StartsWith(Elf)) return null;
        int mark = file.IndexOf(BundleMark);
        if (mark >= sizeof(long) && BitConverter.ToInt64(file[(mark - sizeof(long))..]) != 0)
        {
            return new AppFailure($"{path} is a single-file app: its assemblies cannot be looked at or loaded one by one.",
                "Publish it without PublishSingleFile and name the DLL.", []);
        }

        return mark < 0 && file.IndexOf(ManagedCode) >= 0
            ? new AppFailure($"{path} was compiled ahead of time (NativeAOT): there is no runtime in it that could load a host.",
                "Publish it without PublishAot and name the DLL.", [])
            : null;
    }
}
