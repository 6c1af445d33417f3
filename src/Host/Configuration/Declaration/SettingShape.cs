namespace AppHost.Host.Configuration.Declaration;

/// <summary>How many values a setting has.</summary>
internal enum SettingShape
{
    /// <summary>One.</summary>
    Scalar,

    /// <summary>Some, in order; a stronger source replaces all of them.</summary>
    List,

    /// <summary>Some, each with a name; a stronger source replaces those that it names.</summary>
    Map,
}
