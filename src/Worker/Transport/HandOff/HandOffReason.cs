namespace AppHost.Worker.Transport.HandOff;

/// <summary>Why a connection is given to a sibling. The numbers are those of the scoreboard.</summary>
internal enum HandOffReason
{
    /// <summary>This worker leaves.</summary>
    Retire = 0,

    /// <summary>Its next request is there, no slot of this worker is free, and one of the sibling's is.</summary>
    Push = 1,

    /// <summary>The sibling has fewer connections.</summary>
    Share = 2,

    /// <summary>Its next request is there, no slot is free anywhere, and at the sibling fewer requests wait.</summary>
    Relieve = 3,
}
