using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace AppHost.Worker.Apps;

/// <summary>Shows an exception of user code without the host's and the framework's part of it.</summary>
internal static class UserException
{
    /// <summary>Takes off the wrappers that reflection and the runtime put around the exception that was thrown.</summary>
    public static Exception Unwrap(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        _ => exception,
    };

    /// <summary>The frames of the app's code, with file and line where there are symbols, and what caused the exception.</summary>
    /// <param name="exception">Already unwrapped.</param>
    public static IReadOnlyList<string> Details(Exception exception)
    {
        var lines = UserFrames(exception);
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            lines.Add($"caused by {cause.GetType().Name}: {cause.Message}");
            lines.AddRange(UserFrames(cause));
        }

        return lines;
    }

    private static List<string> UserFrames(Exception exception) =>
    [
        // One frame at a time, because the runtime's own text names async methods and iterators as they were written.
        .. new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => IsUserCode(frame.GetMethod()))
            .Select(frame => new StackTrace(frame).ToString().Trim()),
    ];

    private static bool IsUserCode(MethodBase? method) => method is not null && IsUserCode(method.Module.Assembly);

    // A handler's assemblies live in a context of theirs; an app's program is what lies in the process' own folder.
    private static bool IsUserCode(Assembly assembly)
    {
        AssemblyLoadContext? context = AssemblyLoadContext.GetLoadContext(assembly);
        return context is AppLoadContext
            || (context == AssemblyLoadContext.Default
                && AssemblyLoadContext.GetLoadContext(typeof(UserException).Assembly) != context
                && !SharedAssemblies.Contains(assembly.GetName().Name!));
    }
}
