namespace AppHost.Worker.Transport.HandOff;

/// <summary>Why a sibling has not taken a connection, so that this worker keeps it. The numbers are those of the scoreboard.</summary>
internal enum HandOffFailure
{
    /// <summary>The sibling had no free slot any more.</summary>
    NoSlot = 0,

    /// <summary>The sibling leaves, or is not ready yet.</summary>
    NotReady = 1,

    /// <summary>The sibling does not listen on the connection's address.</summary>
    UnknownAddress = 2,

    /// <summary>The sibling is out of descriptors.</summary>
    NoDescriptor = 3,

    /// <summary>The offer came from a process that is no worker of this host.</summary>
    Stranger = 4,

    /// <summary>The sibling has not looked into its mailbox in time.</summary>
    Late = 5,

    /// <summary>The sibling's mailbox was full.</summary>
    MailboxFull = 6,

    /// <summary>There was no mailbox, or nobody behind it.</summary>
    NoMailbox = 7,
}
