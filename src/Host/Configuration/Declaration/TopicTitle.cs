namespace AppHost.Host.Configuration.Declaration;

/// <summary>Headings of topics.</summary>
internal static class TopicTitle
{
    /// <summary>The heading of a topic.</summary>
    public static string Of(Topic topic) => topic switch
    {
        Topic.App => "App",
        Topic.Listening => "Listening",
        Topic.Workers => "Workers",
        Topic.Overload => "Overload",
        Topic.Limits => "Limits of a request",
        Topic.TimeLimits => "Time limits",
        Topic.Reload => "Reload and restart",
        _ => "Process and log",
    };
}
