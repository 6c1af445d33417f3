namespace AppHost.Host.Configuration;

/// <summary>The sources of values, the weakest first.</summary>
internal enum OriginKind
{
    /// <summary>The declaration of the setting.</summary>
    Default,

    /// <summary>A variable that platforms set for any program, such as PORT; nobody meant this host in particular.</summary>
    Platform,

    /// <summary><c>appserver.yaml</c>.</summary>
    File,

    /// <summary>A variable <c>APPHOST_*</c>.</summary>
    Environment,

    /// <summary>The command line.</summary>
    Option,
}
