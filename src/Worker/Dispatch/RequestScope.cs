namespace AppHost.Worker.Dispatch;

/// <summary>
/// Which request the present code runs for, through awaits and into tasks that it starts. The log asks for it.
/// </summary>
/// <remarks>
/// <para>
/// To set an AsyncLocal allocates a new execution context each time. A scope has its context ready instead, and serves one
/// request after the other on its connection: no allocation for a request whose id nobody reads.
/// </para>
/// <para>
/// Once it was read it is left to its request, so that what that one leaves running keeps its id. A task that outlives its
/// request and logs for the first time after that is taken for the connection's next request; IHttpContextAccessor pays an
/// object for each request to tell them apart.
/// </para>
/// </remarks>
internal sealed class RequestScope
{
    private static readonly AsyncLocal<RequestScope?> Ambient = new();

    private readonly ExecutionContext? _context;
    private string? _id;
    private ulong _number;
    private volatile bool _wasRead;

    private RequestScope()
    {
        RequestScope? outer = Ambient.Value;
        Ambient.Value = this;
        // Null where the flow is suppressed; then there is nothing to flow with.
        _context = ExecutionContext.Capture();
        Ambient.Value = outer;
    }

    /// <summary>The id of the request that the calling code runs for; null if for none.</summary>
    public static string? CurrentId => Ambient.Value?.Read();

    /// <summary>The id as text.</summary>
    public string Id => _id ??= CorrelationId.Text(_number);

    /// <summary>The scope for a connection's next request.</summary>
    /// <param name="last">That of the one before; null for the first.</param>
    /// <param name="id">The request's own; null: it gets one.</param>
    public static RequestScope Next(RequestScope? last, string? id)
    {
        RequestScope scope = last is null or { _wasRead: true } ? new RequestScope() : last;
        scope._id = id;
        if (id is null) scope._number = CorrelationId.Next();
        return scope;
    }

    /// <summary>Runs code inside the scope.</summary>
    public void Run(ContextCallback code, object state)
    {
        if (_context is null) code(state);
        else ExecutionContext.Run(_context, code, state);
    }

    /// <summary>The id without a new string.</summary>
    /// <param name="room">At least <see cref="CorrelationId.OwnLength"/> characters.</param>
    public ReadOnlySpan<char> Write(Span<char> room) => _id is not null ? _id : CorrelationId.Write(_number, room);

    private string Read()
    {
        _wasRead = true;
        return Id;
    }
}
