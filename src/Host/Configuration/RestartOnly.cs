namespace AppHost.Host.Configuration;

/// <summary>Keeps what a reload cannot change. Pure.</summary>
internal static class RestartOnly
{
    /// <summary>Puts running values back and says which ones differ.</summary>
    /// <param name="running">In effect.</param>
    /// <param name="wanted">Just read; changed where a restart would be needed.</param>
    /// <param name="warnings">Takes one for each difference.</param>
    public static void Keep(ValueSet running, ValueSet wanted, ICollection<ConfigurationProblem> warnings)
    {
        foreach (var old in running.All.Where(value => !value.Setting.Reloadable))
        {
            if (!wanted.TryFind(old.Setting.Path, out var changed) || Equals(old.Value, changed.Value))
            {
                continue;
            }

            warnings.Add(ConfigurationProblem.Of(changed.Origin, old.Setting.Path,
                $"{Show(changed)} needs a restart; {Show(old)} stays in effect until then"));
            wanted.Set(old);
        }
    }

    private static string Show(ResolvedValue value) => value.Text.Length == 0 ? "no value" : $"'{value.Text}'";
}
