namespace AppHost.Host.Master;

/// <summary>Numbers of the master's log records. Stable: alerts are written against them.</summary>
internal static class EventIds
{
    public const int Listening = 1000;
    public const int WorkerReady = 1001;
    public const int Draining = 1002;
    public const int Exited = 1003;
    public const int Crash = 1004;
    public const int Killing = 1005;
    public const int LostRequests = 1006;
    public const int BootFailed = 1010;
    public const int WorkerBootFailed = 1011;
    public const int SpawnFailed = 1012;
    public const int BackOff = 1013;
    public const int BreakerTripped = 1014;
    public const int BreakerClosed = 1015;
    public const int Exhausted = 1016;
    public const int Stopping = 1020;
    public const int Stopped = 1021;
    public const int Scaled = 1022;
    public const int StopPutOff = 1023;
    public const int Recycling = 1024;
    public const int ScaleAtLimit = 1025;
    public const int ReloadAsked = 1030;
    public const int ReloadRefused = 1031;
    public const int Reloading = 1032;
    public const int Baking = 1033;
    public const int Reloaded = 1034;
    public const int RolledBack = 1035;
    public const int Superseded = 1036;
    public const int ReloadWaits = 1037;
    public const int RollbackAsked = 1038;
    public const int RollbackRefused = 1039;
    public const int Warning = 1040;
    public const int Standstill = 1041;
    public const int RuntimeReplaced = 1042;
    public const int UpgradeUnsupported = 1043;
    public const int LogsReopened = 1044;
    public const int SignalIgnored = 1045;
    public const int Unintelligible = 1046;
    public const int AppNotice = 1047;
}
