namespace AppHost.Worker.Dispatch.Responses;

/// <summary>Who answers the present request of a connection.</summary>
internal enum ResponseOwner
{
    /// <summary>Nobody yet: no byte of an answer has been written.</summary>
    Open,

    /// <summary>The app, through Kestrel.</summary>
    App,

    /// <summary>The deadline; whatever Kestrel still writes is dropped.</summary>
    Deadline,
}
