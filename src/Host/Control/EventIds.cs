namespace AppHost.Host.Control;

/// <summary>Numbers of the control part's log records. Stable: alerts are written against them.</summary>
internal static class EventIds
{
    public const int Ready = 1100;
    public const int Refused = 1101;
    public const int Asked = 1102;
    public const int Failed = 1103;
    public const int TooManyClients = 1104;
    public const int AcceptFailed = 1105;
    public const int Warning = 1106;
}
