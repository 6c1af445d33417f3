namespace AppHost.Worker;

/// <summary>
/// Numbers of the worker's log records. Stable: alerts are written against them. 2000 loop and transport, 2100 dispatch,
/// 2200 life of the worker.
/// </summary>
internal static class EventIds
{
    public const int LoopCallbackFailed = 2000;
    public const int OutOfDescriptors = 2001;
    public const int AcceptFailed = 2002;
    public const int StrangeLetter = 2003;
    public const int NoMailbox = 2004;

    public const int HandlerFailed = 2100;
    public const int BodyNotReceived = 2101;
    public const int ReturnedLate = 2102;
    public const int RequestSlow = 2103;
    public const int RequestExpired = 2104;
    public const int RequestStuck = 2105;
    public const int LoopBlocked = 2106;
    public const int LoopUnblocked = 2107;
    public const int StoodStill = 2108;
    public const int OnlyStuckLeft = 2109;

    public const int LifecycleFailed = 2200;
    public const int MasterGone = 2201;
    public const int DrainTimedOut = 2202;
    public const int Terminated = 2203;
    public const int DrainFailed = 2204;
    public const int AccessLogFailed = 2205;
    public const int LifecycleTurnSkipped = 2206;
}
