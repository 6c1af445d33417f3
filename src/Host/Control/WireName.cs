using System.Text.Json;

namespace AppHost.Host.Control;

/// <summary>How names of enums stand in JSON.</summary>
internal static class WireName
{
    /// <summary><c>HeartbeatTimeout</c> becomes <c>heartbeat-timeout</c>.</summary>
    public static string Of(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
