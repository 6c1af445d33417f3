using AppHost.Host.Binding;
using AppHost.Host.Configuration.Formats;
using AppHost.Host.Configuration.Machine;
using AppHost.Host.Configuration.Sources;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Configuration;

/// <summary>Makes the typed settings from values that are right. Pure.</summary>
internal static class HostSettingsBuilder
{
    /// <summary>Builds the settings.</summary>
    /// <param name="values">Complete and checked.</param>
    /// <param name="environmentFile">What the env-file holds.</param>
    /// <param name="name">The name of the host.</param>
    /// <param name="workers">N, computed if the setting says auto.</param>
    /// <param name="machine">For limits that depend on it.</param>
    public static HostSettings Build(
        ValueSet values, IReadOnlyList<GivenItem> environmentFile, string name, int workers, Func<MachineResources> machine)
    {
        var retryAfter = values.Get<DurationRange>("shed.retry-after");
        var breaker = values.Get<Breaker>("crash.breaker");
        var backoff = values.Get<DurationRange>("crash.backoff");
        return new HostSettings
        {
            App = BuildApp(values, environmentFile),
            Name = name,
            Bind = values.GetList<BindAddress>("bind"),
            Backlog = values.Get<int>("backlog"),
            Transport = values.Get<TransportKind>("transport"),
            Workers = workers,
            WorkerClass = values.Get<string?>("worker-class"),
            Threads = values.Get<ThreadRange?>("threads"),
            ThreadStack = (int?)values.Get<long?>("thread-stack"),
            AsyncLimit = values.Get<int>("async.limit"),
            Queue = new QueueSettings(
                values.Get<int?>("queue.length"),
                values.Get<TimeSpan>("queue.timeout"),
                values.Get<QueuePolicy>("queue.policy"),
                values.Get<int>("shed.status"),
                retryAfter.Min,
                retryAfter.Max),
            Classes = values.Classes,
            StreamsMax = values.Get<int>("streams.max"),
            LoopWatchdog = values.Get<TimeSpan>("async.watchdog"),
            Deadline = new DeadlineSettings(
                values.Get<TimeSpan>("deadline.slow"),
                values.Get<TimeSpan>("deadline.request"),
                values.Get<TimeSpan?>("deadline.kill") ?? values.Get<TimeSpan>("deadline.request") + DeadlineSettings.DefaultGrace,
                values.Get<DeadlineMode>("deadline.mode"))
            {
                IsRequestGiven = values.IsGiven("deadline.request"),
            },
            BootTimeout = values.Get<TimeSpan>("boot-timeout"),
            HeartbeatTimeout = values.Get<TimeSpan>("heartbeat-timeout"),
            Drain = new DrainSettings(
                values.Get<TimeSpan>("graceful-timeout.stop"),
                values.Get<TimeSpan>("graceful-timeout.reload"),
                values.Get<TimeSpan>("linger.stop"),
                values.Get<TimeSpan>("linger.reload"),
                values.Get<TimeSpan>("shutdown-delay")),
            KeepAliveTimeout = values.Get<TimeSpan>("keep-alive.timeout"),
            Park = values.Get<TimeSpan?>("keep-alive.park"),
            HandOff = values.Get<bool>("keep-alive.hand-off"),
            Limits = new LimitSettings(
                (int)values.Get<long>("limits.request-line"),
                (int)values.Get<long>("limits.headers"),
                values.Get<int>("limits.header-count"),
                values.Get<long>("limits.body"),
                (int)values.Get<long>("limits.body-buffer"),
                (int)values.Get<long>("limits.response-buffer")),
            Reload = new ReloadSettings(
                values.Get<Surge>("reload.surge").Of(workers),
                values.Get<TimeSpan>("reload.bake"),
                values.Get<int>("reload.unavailable"),
                values.Get<int>("reload.keep")),
            Release = BuildRelease(values),
            WarmUp = values.GetList<string>("warmup"),
            Recycle = new RecycleSettings(
                values.Get<int>("recycle.requests"),
                values.Get<int>("recycle.jitter"),
                values.Get<TimeSpan>("recycle.age"),
                values.GetList<TimeOnly>("recycle.at"),
                values.Get<long?>("recycle.memory") ?? machine().RecycleMemory(workers),
                values.Get<long>("recycle.memory-hard")),
            Crash = new CrashSettings(backoff.Min, backoff.Max, values.Get<TimeSpan>("crash.backoff-reset"))
            {
                BreakerFailures = breaker.Failures,
                BreakerWindow = breaker.Window,
                OnExhausted = values.Get<OnExhausted>("crash.on-exhausted"),
            },
            PidFile = values.Get<string?>("pid-file"),
            Control = new ControlSettings(
                values.Get<string?>("run-folder"),
                values.Get<ControlSocketChoice?>("control") ?? ControlSocketChoice.InRunFolder,
                values.Get<TcpBindAddress?>("health"))
            {
                Admin = values.Get<TcpBindAddress?>("admin"),
                AdminTokenFile = values.Get<string?>("admin-token-file"),
            },
            Log = new LogSettings(
                values.Get<LogLevel>("log.level"),
                values.Get<LogLevel?>("log.framework") ?? LogSettings.DefaultFramework(values.Get<LogLevel>("log.level")),
                values.Get<LogFormat>("log.format")),
            AccessLog = new AccessLogSettings(
                values.Get<string?>("access-log.to"),
                values.Get<string>("access-log.format"),
                values.IsGiven("trusted-proxies") ? values.GetList<string>("trusted-proxies") : AccessLogSettings.DefaultProxies),
        };
    }

    private static ReleaseSettings BuildRelease(ValueSet values)
    {
        var touchFile = values.Get<string>("reload.touch-file");
        return new ReleaseSettings(
            values.Get<bool>("snapshot"),
            values.Get<string?>("state-folder"),
            values.GetList<string>("reload.shared"),
            touchFile == "off" ? "" : touchFile,
            values.Get<bool>("reload.watch"));
    }

    private static AppSettings BuildApp(ValueSet values, IReadOnlyList<GivenItem> environmentFile)
    {
        var environment = new Dictionary<string, string>();
        values.TryFind("env", out var given);
        foreach (var item in environmentFile.Concat(given?.Items ?? []))
        {
            environment[item.Name!] = item.Text ?? "";
        }

        return new AppSettings
        {
            Path = values.Get<string>("app"),
            Handler = values.Get<string?>("handler"),
            Arguments = values.GetList<string>("args"),
            WorkingDirectory = values.Get<string?>("chdir"),
            Environment = environment.AsReadOnly(),
            Configuration = values.AppConfiguration
                .ToDictionary(item => item.Name!, item => item.Text, StringComparer.OrdinalIgnoreCase)
                .AsReadOnly(),
        };
    }
}
