namespace AppHost.Worker.Apps;

/// <summary>Takes classes out of an app's DLL by name.</summary>
internal static class HandlerAssembly
{
    /// <summary>Loads the DLL if that was not done yet, and the class.</summary>
    /// <param name="context">Where the app lives.</param>
    /// <param name="className">Full name in reflection's notation, as <see cref="AppInspector"/> found it.</param>
    /// <exception cref="AppBootException">The DLL is not the one that was inspected.</exception>
    /// <exception cref="IOException">The DLL or an assembly that the class derives from cannot be loaded.</exception>
    public static Type GetType(AppLoadContext context, string className)
    {
        try
        {
            return context.App.GetType(className, throwOnError: true)!;
        }
        catch (FileNotFoundException exception) when (exception.FileName == context.AppPath)
        {
            throw Failure($"{context.AppPath} does not exist any more.", "Deploy the app again; it was there when the host looked at it.");
        }
        catch (BadImageFormatException)
        {
            throw Failure($"{context.AppPath} is not a .NET assembly.", "It was cut off or replaced after the host had looked at it.");
        }
        catch (TypeLoadException exception) when (exception.TypeName == className)
        {
            throw Failure($"There is no class {className} in {context.AppPath} any more.", "Reload, so that the host looks at it again.");
        }
    }

    private static AppBootException Failure(string message, string advice) => new(new AppBootFailure(message, advice, []));
}
