namespace AppHost.Worker.Apps;

/// <summary>What a DLL turned out to be, from its metadata alone. Immutable.</summary>
/// <param name="Path">The DLL.</param>
internal abstract record AppInspection(string Path);

/// <summary>What can be hosted.</summary>
/// <param name="Path">The DLL.</param>
internal abstract record HostableApp(string Path) : AppInspection(Path)
{
    /// <summary>What runs, in a few words for people.</summary>
    public abstract string Description { get; }
}

/// <summary>A class library with a handler that can be hosted.</summary>
/// <param name="Path">The DLL.</param>
/// <param name="Handler">The only handler, or the one that was chosen.</param>
/// <param name="Handlers">All handlers of the DLL, by name.</param>
/// <param name="ServicesClass">
/// Its <see cref="IHandlerServices"/> in reflection's notation; null if it has none. A worker is told this name, so that it
/// need not search the assembly.
/// </param>
internal sealed record HandlerApp(string Path, HandlerClass Handler, IReadOnlyList<HandlerClass> Handlers, string? ServicesClass)
    : HostableApp(Path)
{
    /// <inheritdoc/>
    public override string Description => Handler.Name;
}

/// <summary>An ASP.NET Core app, which brings its own entry point.</summary>
/// <param name="Path">The DLL.</param>
internal sealed record AspNetCoreApp(string Path) : HostableApp(Path)
{
    /// <inheritdoc/>
    public override string Description => "ASP.NET Core app";

    /// <summary>The framework it was built for.</summary>
    public Version FrameworkVersion { get; init; } = Environment.Version;

    /// <summary>It was built for an older framework than the host's, and has to take that.</summary>
    public bool RunsOnNewerFramework { get; init; }

    /// <summary>Its own executable, if it brings the runtime with it; else null.</summary>
    public string? Program { get; init; }
}

/// <summary>Something that cannot be hosted.</summary>
/// <param name="Path">What was given.</param>
/// <param name="Reason">Why not, for code.</param>
/// <param name="Failure">Why not, for people.</param>
internal sealed record UnhostableApp(string Path, UnhostableReason Reason, AppFailure Failure) : AppInspection(Path);

/// <summary>Why a file cannot be hosted.</summary>
internal enum UnhostableReason
{
    /// <summary>No such file.</summary>
    NotFound,

    /// <summary>A folder, or a file that may not be read.</summary>
    Unreadable,

    /// <summary>Empty, cut off, a native program, or something else altogether.</summary>
    NotDotNet,

    /// <summary>A reference assembly: signatures without code.</summary>
    ReferenceAssembly,

    /// <summary>Built for .NET Framework.</summary>
    DotNetFramework,

    /// <summary>Built for a newer .NET than the host runs on.</summary>
    NewerFramework,

    /// <summary>Built against a newer AppHost.Abstractions than the host's.</summary>
    NewerContract,

    /// <summary>A program that is not a web app.</summary>
    ConsoleProgram,

    /// <summary>A host without a web server.</summary>
    WorkerService,

    /// <summary>A single-file or NativeAOT program.</summary>
    NativeProgram,

    /// <summary>A trimmed app: startup hooks were removed from it.</summary>
    NoStartupHooks,

    /// <summary>The host of ASP.NET Core 2, which raises no event while it is built.</summary>
    WebHostBuilder,

    /// <summary>Self-contained, on a runtime that the host does not serve.</summary>
    OtherRuntime,

    /// <summary>Self-contained, and its executable is missing.</summary>
    NoProgram,

    /// <summary>A shared framework is not installed.</summary>
    MissingFramework,

    /// <summary>An ASP.NET Core program without the files that <c>dotnet</c> needs to start it.</summary>
    NoRuntimeConfiguration,

    /// <summary>A class library without a public, concrete handler.</summary>
    NoHandler,

    /// <summary>Several handlers and none chosen.</summary>
    SeveralHandlers,

    /// <summary>The chosen class is not in the assembly.</summary>
    UnknownHandler,

    /// <summary>The chosen class is no handler, or one that cannot be made.</summary>
    NotAHandler,

    /// <summary>The handler is blocking and asynchronous at once.</summary>
    BothContracts,

    /// <summary>Several <see cref="IHandlerServices"/>, or one that cannot be made.</summary>
    ServicesClass,
}
