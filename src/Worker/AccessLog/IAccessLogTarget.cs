namespace AppHost.Worker.AccessLog;

/// <summary>Where lines go. One thread; nothing is thrown, as no request depends on its line.</summary>
internal interface IAccessLogTarget : IDisposable
{
    /// <summary>Writes whole lines; may block.</summary>
    /// <returns>How many were lost.</returns>
    int Write(ReadOnlySpan<byte> lines);

    /// <summary>Opens the file of the same name anew.</summary>
    void Reopen()
    {
    }
}
