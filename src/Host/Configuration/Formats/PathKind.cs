namespace AppHost.Host.Configuration.Formats;

/// <summary>What must be at a path.</summary>
internal enum PathKind
{
    /// <summary>A .dll, a .csproj or a folder.</summary>
    App,

    /// <summary>A file that exists.</summary>
    File,

    /// <summary>A folder that exists.</summary>
    Folder,

    /// <summary>A file that will be written; its folder exists.</summary>
    NewFile,

    /// <summary>A folder that is made if it is missing.</summary>
    NewFolder,
}
