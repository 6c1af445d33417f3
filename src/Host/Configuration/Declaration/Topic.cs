namespace AppHost.Host.Configuration.Declaration;

/// <summary>Groups of settings in help and documentation, in this order.</summary>
internal enum Topic
{
    App,
    Listening,
    Workers,
    Overload,
    Limits,
    TimeLimits,
    Reload,
    Process,
}
