using AppHost.Host.Binding;

namespace AppHost.Host.Configuration;

/// <summary>Rules between settings. Pure.</summary>
internal static class SettingChecks
{
    /// <summary>Finds values that are right alone and wrong together.</summary>
    public static void Check(ValueSet values, ICollection<ConfigurationProblem> errors, ICollection<ConfigurationProblem> warnings)
    {
        CheckBind(values, errors);
        CheckAdmin(values, errors);
        CheckThreads(values, errors, warnings);
        CheckDeadline(values, errors);
        CheckClasses(values, warnings);
        CheckLinger(values, "stop", errors);
        CheckLinger(values, "reload", errors);
    }

    private static void CheckBind(ValueSet values, ICollection<ConfigurationProblem> errors)
    {
        if (!values.TryFind("bind", out var bind))
        {
            return;
        }

        if (bind.Value is object[] { Length: 0 })
        {
            errors.Add(ConfigurationProblem.Of(
                bind.Origin, "bind", "expected at least one address, got an empty list; write one or remove the line"));
        }

        var addresses = values.GetList<BindAddress>("bind");
        foreach (var (address, problem) in BindAddressConflicts.Find(addresses))
        {
            // By reference: two that are written alike are equal.
            var index = addresses.TakeWhile(candidate => !ReferenceEquals(candidate, address)).Count();
            errors.Add(ConfigurationProblem.Of(bind.Items[index].Origin, "bind", $"{problem.Message}; {problem.Advice}"));
        }
    }

    private static void CheckAdmin(ValueSet values, ICollection<ConfigurationProblem> errors)
    {
        if (values.Get<TcpBindAddress?>("admin") is not { } admin || admin.Host.IsLoopback || values.Get<string?>("admin-token-file") is not null)
        {
            return;
        }

        errors.Add(ConfigurationProblem.Of(values.OriginOf("admin"), "admin", $"{admin.Text} can be reached from other machines, and whoever "
            + "does could stop this host; set admin-token-file, or write http://127.0.0.1:PORT"));
    }

    private static void CheckThreads(ValueSet values, ICollection<ConfigurationProblem> errors, ICollection<ConfigurationProblem> warnings)
    {
        var workerClass = values.Get<string?>("worker-class");
        var threads = values.Get<ThreadRange?>("threads");
        if (threads is null)
        {
            return;
        }

        var origin = values.OriginOf("threads");
        if (workerClass == "sync" && threads.Value.Max > 1)
        {
            errors.Add(ConfigurationProblem.Of(origin, "threads", $"{threads.Value.Max} threads contradict worker-class sync "
                + $"({values.OriginOf("worker-class")}), which has one; write worker-class threaded or remove threads"));
        }
        else if (workerClass == "async")
        {
            warnings.Add(ConfigurationProblem.Of(origin, "threads", "has no meaning for worker-class async "
                + $"({values.OriginOf("worker-class")}); async.limit bounds its requests"));
        }
    }

    private static void CheckDeadline(ValueSet values, ICollection<ConfigurationProblem> errors)
    {
        var request = values.Get<TimeSpan>("deadline.request");
        if (values.Get<TimeSpan?>("deadline.kill") is not { } kill || kill == TimeSpan.Zero || request == TimeSpan.Zero || kill > request)
        {
            return;
        }

        var limit = TextOf(values, "deadline.request");
        errors.Add(ConfigurationProblem.Of(values.OriginOf("deadline.kill"), "deadline.kill", $"{TextOf(values, "deadline.kill")} comes no "
            + $"later than deadline.request {limit} ({values.OriginOf("deadline.request")}), which it follows; write more than {limit}, or auto"));
    }

    private static void CheckClasses(ValueSet values, ICollection<ConfigurationProblem> warnings)
    {
        if (values.Get<QueuePolicy>("queue.policy") is not QueuePolicy.CallerRuns) return;
        foreach (var requests in values.Classes.Where(requests => requests.Threads is not null))
        {
            var path = $"classes.{requests.Name}.threads";
            warnings.Add(ConfigurationProblem.Of(values.ClassItems.First(item => item.Name == path).Origin, path, "helps on open connections only: under "
                + $"queue.policy caller-runs ({values.OriginOf("queue.policy")}) a new one is not accepted while the queue of the others is full; "
                + "write queue.policy reject"));
        }
    }

    private static void CheckLinger(ValueSet values, string when, ICollection<ConfigurationProblem> errors)
    {
        var (linger, graceful) = ($"linger.{when}", $"graceful-timeout.{when}");
        if (values.IsGiven(linger) && values.Get<TimeSpan>(linger) > values.Get<TimeSpan>(graceful))
        {
            var limit = TextOf(values, graceful);
            errors.Add(ConfigurationProblem.Of(values.OriginOf(linger), linger, $"{TextOf(values, linger)} is longer than "
                + $"{graceful} {limit} ({values.OriginOf(graceful)}), when the worker is killed; write {limit} or less"));
        }
    }

    private static string TextOf(ValueSet values, string path) => values.TryFind(path, out var value) ? value.Text : "";
}
