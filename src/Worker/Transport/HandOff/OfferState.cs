namespace AppHost.Worker.Transport.HandOff;

/// <summary>Whose a connection is that was offered: the low bits of an offer's word. From Offered it moves once, by whoever is first.</summary>
internal enum OfferState
{
    /// <summary>The owner keeps it; also a word that was never used.</summary>
    Withdrawn = 0,

    /// <summary>The owner reads nothing from it; a sibling may take it.</summary>
    Offered = 1,

    /// <summary>It is the sibling's.</summary>
    Taken = 2,

    /// <summary>The sibling does not want it, the owner keeps it.</summary>
    Refused = 3,
}
