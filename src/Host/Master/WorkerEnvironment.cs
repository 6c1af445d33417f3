using System.Globalization;
using AppHost.Worker.Messages;

namespace AppHost.Host.Master;

/// <summary>The environment of a worker process.</summary>
internal static class WorkerEnvironment
{
    /// <summary>Names the worker's id for user code.</summary>
    public const string WorkerIdVariable = "APPHOST_WORKER_ID";

    /// <summary>Variables of the host that would mislead a worker: its systemd unit is the master's affair.</summary>
    public static readonly IReadOnlyList<string> Removed = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"];

    /// <summary>
    /// What is set over the inherited environment. The runtime believes that a process has the machine for itself; N
    /// workers share it. Each such setting yields to the user's own.
    /// </summary>
    /// <param name="app">The app's environment from the configuration.</param>
    /// <param name="inherited">Tells whether the host's own environment has a variable.</param>
    /// <param name="cores">Processors that the host may use.</param>
    /// <param name="workers">N.</param>
    public static Dictionary<string, string> Create(
        IReadOnlyDictionary<string, string> app, Func<string, bool> inherited, int workerId, int channelDescriptor, int cores, int workers)
    {
        var variables = new Dictionary<string, string>(app);
        void Default(string name, string value)
        {
            if (!inherited(name)) variables.TryAdd(name, value);
        }

        // Server GC makes a heap for each core in each of N processes.
        Default("DOTNET_gcServer", "0");
        // Decimal, unlike the hexadecimal GC settings. With 1 the runtime drops background work that needs a second thread.
        Default("DOTNET_PROCESSOR_COUNT", Math.Max(2, (cores + workers - 1) / workers).ToString(CultureInfo.InvariantCulture));
        variables[WorkerIdVariable] = workerId.ToString(CultureInfo.InvariantCulture);
        variables[MasterChannel.DescriptorVariable] = channelDescriptor.ToString(CultureInfo.InvariantCulture);
        return variables;
    }
}
