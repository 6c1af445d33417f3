namespace AppHost.Worker.Transport;

/// <summary>
/// A descriptor's place in the event loop. The generation tells an event that was already fetched for a closed descriptor
/// from one for its successor under the same number.
/// </summary>
internal readonly record struct LoopRegistration(int Index, uint Generation)
{
    /// <summary>What <c>epoll_event.data</c> carries.</summary>
    public ulong Data => ((ulong)Generation << 32) | (uint)Index;

    public static LoopRegistration FromData(ulong data) => new((int)(uint)data, (uint)(data >> 32));
}
