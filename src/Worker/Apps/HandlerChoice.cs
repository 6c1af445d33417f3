using AppHost.WorkerTypes;

namespace AppHost.Worker.Apps;

/// <summary>Which of an assembly's handlers is hosted. Pure.</summary>
internal static class HandlerChoice
{
    private const string Classes = "A handler is a public class that is neither abstract nor generic.";

    /// <summary>Takes the chosen handler, or the only one.</summary>
    /// <param name="path">The DLL.</param>
    /// <param name="scan">What is in it.</param>
    /// <param name="wanted">
    /// A full name, in C#'s or in reflection's notation, or a class name that only one handler has; null if none was chosen.
    /// </param>
    public static AppInspection Choose(string path, HandlerScan scan, string? wanted)
    {
        var candidates = wanted is null ? scan.Handlers : Matches(scan.Handlers, wanted);
        return candidates switch
        {
            [var only] => Host(path, scan, only),
            [] => NoMatch(path, scan, wanted!),
            _ => Several(path, candidates, wanted),
        };
    }

    private static AppInspection Host(string path, HandlerScan scan, HandlerClass handler)
    {
        if (handler.Contract == HandlerContract.Both)
        {
            return Unhostable(path, UnhostableReason.BothContracts,
                $"{handler.Name} in {path} implements both IHandler and IAsyncHandler.",
                "Implement one of them: IHandler if its code may block, else IAsyncHandler.");
        }

        // An abstract one is there to be derived from; any other was meant to be called.
        var unusable = scan.Unusable
            .Where(type => (type.Contracts & ImplementedContracts.Services) != 0 && type.Reason != HandlerScan.IsAbstract)
            .ToList();
        return (scan.ServicesClasses, unusable) switch
        {
            ({ Count: > 1 }, _) => Unhostable(path, UnhostableReason.ServicesClass,
                $"{path} has several classes that implement IHandlerServices.",
                "Keep one, and let it call the others.",
                [.. scan.ServicesClasses]),
            ({ Count: 0 }, [var (name, reason, _), ..]) => Unhostable(path, UnhostableReason.ServicesClass,
                $"{name} in {path} implements IHandlerServices but {reason}, so its services would be missing.",
                "Make it a public class that is not generic, with a constructor without parameters."),
            _ => new HandlerApp(path, handler, scan.Handlers, scan.ServicesClasses.SingleOrDefault()),
        };
    }

    private static List<HandlerClass> Matches(IReadOnlyList<HandlerClass> handlers, string wanted)
    {
        var full = handlers.Where(handler => SameName(handler.Name, wanted)).ToList();
        return full.Count > 0 ? full : handlers.Where(handler => ClassName(handler.Name) == wanted).ToList();
    }

    private static UnhostableApp NoMatch(string path, HandlerScan scan, string wanted)
    {
        if (scan.Unusable.FirstOrDefault(type => Means(type.Name, wanted)) is { } unusable)
        {
            return Unhostable(path, UnhostableReason.NotAHandler,
                $"{unusable.Name} in {path} cannot be a handler: it {unusable.Reason}.", Classes);
        }

        if (scan.OtherClasses.FirstOrDefault(name => Means(name, wanted)) is { } other)
        {
            return Unhostable(path, UnhostableReason.NotAHandler,
                $"{other} in {path} is not a handler.",
                Advice(scan, "Implement AppHost.IHandler or AppHost.IAsyncHandler in it."),
                List(scan));
        }

        var names = scan.Handlers.Select(handler => handler.Name).ToList();
        var near = NearestName.Find(wanted, names) ?? NearestName.Find(wanted, names, ClassName);
        return Unhostable(path, UnhostableReason.UnknownHandler, $"There is no class {wanted} in {path}.",
            near is not null
                ? $"Did you mean --handler {near}?"
                : Advice(scan, "It has no handler: add a public class that implements AppHost.IHandler or AppHost.IAsyncHandler."),
            List(scan));
    }

    private static UnhostableApp Several(string path, IReadOnlyList<HandlerClass> candidates, string? wanted) =>
        Unhostable(path, UnhostableReason.SeveralHandlers,
            wanted is null
                ? $"{path} has {candidates.Count} handlers, and none was chosen."
                : $"{path} has {candidates.Count} handlers that are called {wanted}.",
            $"Choose one: --handler {Example(candidates).Name}",
            [.. candidates.Select(handler => handler.ToString())]);

    private static string Advice(HandlerScan scan, string withoutHandlers) =>
        scan.Handlers.Count == 0 ? withoutHandlers : $"Choose one of its handlers: --handler {Example(scan.Handlers).Name}";

    private static HandlerClass Example(IReadOnlyList<HandlerClass> handlers) =>
        handlers.FirstOrDefault(handler => handler.Contract != HandlerContract.Both) ?? handlers[0];

    private static string[] List(HandlerScan scan) => [.. scan.Handlers.Select(handler => handler.ToString())];

    private static bool Means(string name, string wanted) => SameName(name, wanted) || ClassName(name) == wanted;

    // What follows the namespace and the classes around it.
    private static string ClassName(string name) => name[(name.LastIndexOfAny(['.', '+']) + 1)..];

    // People write a nested class as C# has it, with a dot.
    private static bool SameName(string name, string wanted) => name == wanted || name.Replace('+', '.') == wanted;

    private static UnhostableApp Unhostable(
        string path, UnhostableReason reason, string message, string advice, IReadOnlyList<string>? details = null) =>
        new(path, reason, new AppFailure(message, advice, details ?? []));
}
