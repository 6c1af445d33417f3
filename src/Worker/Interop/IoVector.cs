namespace AppHost.Worker.Interop;

/// <summary><c>struct iovec</c>.</summary>
internal readonly unsafe struct IoVector(byte* start, nuint length)
{
    public readonly byte* Start = start;
    public readonly nuint Length = length;
}
