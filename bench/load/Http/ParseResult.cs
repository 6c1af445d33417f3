namespace AppHost.Load.Http;

/// <summary>What the bytes fed so far amount to.</summary>
internal enum ParseResult
{
    /// <summary>The response goes on.</summary>
    NeedMore,

    /// <summary>The response has ended.</summary>
    Complete,

    /// <summary>Not a valid HTTP/1.x response.</summary>
    Bad,
}
