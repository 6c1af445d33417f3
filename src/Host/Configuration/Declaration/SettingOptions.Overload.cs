using AppHost.Host.Configuration.Formats;
using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <content>Requests that find no slot.</content>
internal abstract partial class SettingOptions
{
    [Setting("queue.length", Topic.Overload, "Requests of one worker that wait for a slot. auto: four for each slot.", Default = "auto")]
    [Option("queue", MetaValue = "N"), Integer(0, 1_000_000, Or = "auto")]
    public string? QueueLength { get; set; }

    [Setting("queue.timeout", Topic.Overload, "How long a request may wait for a slot. Keep it below your clients' patience. 0: as long as its client "
        + "waits.", Default = "2s")]
    [Option("queue-timeout", MetaValue = "TIME"), Duration]
    public string? QueueTimeout { get; set; }

    [Setting("queue.policy", Topic.Overload, "What a full queue does: reject answers the newest request with shed.status, discard-oldest "
        + "the one that waits longest, caller-runs stops reading from clients.", Default = "reject")]
    [Option("queue-policy", MetaValue = "POLICY"), Choice(typeof(QueuePolicy))]
    public string? QueuePolicy { get; set; }

    [Setting("shed.status", Topic.Overload, "The HTTP status of a request that is turned away.", Default = "503"), Integer(400, 599)]
    public string? ShedStatus { get; set; }

    [Setting("shed.retry-after", Topic.Overload, "When a client that was turned away should come back; each is told a random time of "
        + "this range, so that they do not all come at once.", Default = "1s-3s"), DurationRange(AtLeast = "1s")]
    public string? ShedRetryAfter { get; set; }
}
