namespace AppHost.Host.Master;

/// <summary>Reads from /proc whether somebody holds a process.</summary>
internal static class ProcessState
{
    /// <summary>
    /// A debugger has stopped it (state t). It is not hung, and must be left to the debugger; one stopped by SIGSTOP (state T)
    /// serves nobody and is replaced.
    /// </summary>
    public static bool IsTraced(int process)
    {
        try
        {
            return IsTraced(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same from the text of the file, proc_pid_stat(5). Pure.</summary>
    public static bool IsTraced(string stat)
    {
        // The name of the program is in parentheses and may hold anything, parentheses included.
        int name = stat.LastIndexOf(')');
        return name >= 0 && name + 2 < stat.Length && stat[name + 2] == 't';
    }
}
