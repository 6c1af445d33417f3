namespace AppHost.Worker.Transport.HandOff;

/// <summary>
/// The word, in the offering worker's region of the scoreboard, that decides whose an offered connection is: both sides hold a
/// descriptor of it, and the first to change the word owns it. Until then nobody reads. Thread-safe, between processes too.
/// </summary>
/// <remarks>
/// <para>
/// So a connection is never two workers': of taking and withdrawing one alone succeeds. It is never nobody's either: a sibling that
/// dies before it has taken leaves an offer that is withdrawn, and an owner that dies leaves one that is taken.
/// </para>
/// <para>
/// The ticket makes each word differ from all that stood there before, in whatever process had the region: a message that comes late
/// finds another word than its own and means nothing. An acknowledgement by message instead could be lost, or come after the owner
/// had given up waiting.
/// </para>
/// </remarks>
internal static class OfferWord
{
    private const int StateBits = 3;
    private const long StateMask = (1 << StateBits) - 1;
    private const int FailureBits = 8;

    /// <summary>The word of a new offer.</summary>
    /// <param name="ticket">Never used before on this machine, and below 2^52.</param>
    public static long Of(long ticket) => (ticket << (StateBits + FailureBits)) | (long)OfferState.Offered;

    /// <summary>Its state.</summary>
    public static OfferState StateOf(long word) => (OfferState)(word & StateMask);

    /// <summary>Why it was refused.</summary>
    public static HandOffFailure FailureOf(long word) => (HandOffFailure)((word >> StateBits) & ((1 << FailureBits) - 1));

    /// <summary>The sibling owns the connection from now on.</summary>
    /// <param name="offered">The word that the message names.</param>
    /// <returns>False if it is the owner's again, or the owner's region is another worker's.</returns>
    public static bool TryTake(ref long word, long offered) => Move(ref word, offered, (offered & ~StateMask) | (long)OfferState.Taken);

    /// <summary>The sibling does not want it.</summary>
    public static bool TryRefuse(ref long word, long offered, HandOffFailure failure) =>
        Move(ref word, offered, (offered & ~StateMask) | ((long)failure << StateBits) | (long)OfferState.Refused);

    /// <summary>The owner wants it back.</summary>
    /// <returns>False if the sibling was faster.</returns>
    public static bool TryWithdraw(ref long word, long offered) => Move(ref word, offered, offered & ~StateMask);

    private static bool Move(ref long word, long offered, long next) => Interlocked.CompareExchange(ref word, next, offered) == offered;
}
