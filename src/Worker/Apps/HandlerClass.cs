namespace AppHost.Worker.Apps;

/// <summary>A class that can answer requests.</summary>
/// <param name="Name">Full name in reflection's notation: <c>Namespace.Outer+Inner</c>.</param>
/// <param name="Contract">How it is called.</param>
/// <param name="MetadataToken">Where it is in its DLL's metadata; 0 if that is not known. Saves a worker the search.</param>
internal sealed record HandlerClass(string Name, HandlerContract Contract, int MetadataToken)
{
    /// <summary>Name and interface, for lists.</summary>
    public override string ToString() => Contract switch
    {
        HandlerContract.Blocking => $"{Name} (IHandler)",
        HandlerContract.Async => $"{Name} (IAsyncHandler)",
        _ => $"{Name} (IHandler and IAsyncHandler)",
    };
}

/// <summary>Which of the handler interfaces a class implements.</summary>
internal enum HandlerContract
{
    /// <summary><see cref="IHandler"/>.</summary>
    Blocking,

    /// <summary><see cref="IAsyncHandler"/>.</summary>
    Async,

    /// <summary>Both, which cannot be hosted.</summary>
    Both,
}
