using AppHost.Host.Master;

namespace AppHost.Host.Control;

/// <summary>The master as the control part sees it: it can be looked at, and told that something was asked. Any thread; neither blocks.</summary>
internal interface IMaster
{
    /// <summary>The host after the latest turn of the master's loop.</summary>
    HostView Published { get; }

    /// <summary>Enqueues an event for the loop.</summary>
    void Report(MasterEvent happened);
}
