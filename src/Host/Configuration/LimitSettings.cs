namespace AppHost.Host.Configuration;

/// <summary>HTTP limits; sizes in bytes.</summary>
internal sealed record LimitSettings(
    int RequestLine, int Headers, int HeaderCount, long Body, int BodyBuffer, int ResponseBuffer);
