namespace AppHost.Worker.Apps;

/// <summary>Takes classes out of an app's DLL by name.</summary>
internal static class HandlerAssembly
{
    /// <summary>Loads the DLL if that was not done yet, and the class.</summary>
    /// <param name="context">Where the app lives.</param>
    /// <param name="className">Full name in reflection's notation, as <see cref="AppInspector"/> found it.</param>
    /// <param name="token">Where the class is in the DLL's metadata; 0 if that is not known.</param>
    /// <exception cref="AppBootException">The DLL is not the one that was inspected.</exception>
    /// <exception cref="IOException">The DLL or an assembly that the class derives from cannot be loaded.</exception>
    public static Type GetType(AppLoadContext context, string className, int token = 0)
    {
        try
        {
            // The token saves the runtime's parser of type names, which takes several milliseconds to be compiled. The name
            // stays the one that counts: the DLL may have been replaced since somebody looked the token up.
            if (token != 0 && FromToken(context, token) is { } type && type.FullName == className)
            {
                return type;
            }

            return context.App.GetType(className, throwOnError: true)!;
        }
        catch (FileNotFoundException exception) when (exception.FileName == context.AppPath)
        {
            throw Failure($"{context.AppPath} does not exist any more.", "Deploy the app again; it was there when the host looked at it.");
        }
        catch (BadImageFormatException exception) when (exception.FileName is null || exception.FileName == context.AppPath)
        {
            throw Failure($"{context.AppPath} is not a .NET assembly.", "It was cut off or replaced after the host had looked at it.");
        }
        catch (TypeLoadException exception) when (exception.TypeName == className)
        {
            throw Failure($"There is no class {className} in {context.AppPath} any more.", "Reload, so that the host looks at it again.");
        }
    }

    private static Type? FromToken(AppLoadContext context, int token)
    {
        try
        {
            return context.App.ManifestModule.ResolveType(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static AppBootException Failure(string message, string advice) => new(new AppBootFailure(message, advice, []));
}
