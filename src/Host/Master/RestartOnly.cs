using AppHost.Host.Configuration;

namespace AppHost.Host.Master;

/// <summary>Settings that a reload cannot apply.</summary>
internal static class RestartOnly
{
    /// <summary>The names of those that differ.</summary>
    public static IEnumerable<string> Changed(HostSettings running, HostSettings wanted)
    {
        if (running.Name != wanted.Name) yield return "name";
        if (!running.Bind.SequenceEqual(wanted.Bind)) yield return "bind";
        if (running.Backlog != wanted.Backlog) yield return "backlog";
        if (running.PidFile != wanted.PidFile) yield return "pid-file";
        if (running.Log.Format != wanted.Log.Format) yield return "log.format";
    }
}
