using System.Text;
using AppHost.Host.Configuration.Classes;

namespace AppHost.Host.Configuration.Documents;

/// <summary>What the documents say of request classes, the only section whose names are the user's. Pure.</summary>
internal static class ClassDocuments
{
    private const int Width = 110;

    /// <summary>The section of the sample file: a lane for health checks, and a class with every other key.</summary>
    public static string Sample()
    {
        var file = new StringBuilder(
            """

            # Classes of requests, each with limits of its own; the first whose conditions all hold counts, what is in none has the
            # settings above. docs/classes.md says more.
            #classes:
              # Answered while all other threads are busy.
              #probes:
                #path: /healthz
                #threads: 1

              # Every key there is.
              #reports:

            """.ReplaceLineEndings("\n"));
        // Priority is for classes without threads of their own.
        foreach (var key in ClassKey.All.Where(key => key.Name != "priority"))
        {
            foreach (var line in TextWrap.Lines(key.Summary.Replace("`", "", StringComparison.Ordinal), Width))
            {
                file.Append($"    # {line}\n");
            }

            file.Append($"    #{key.Name}: {key.Example}\n");
        }

        file.Append("\n  # Waits before others that share the threads of all.\n  #checkout:\n    #path: /checkout\n    #priority: high\n");
        return file.ToString();
    }

    /// <summary>The section of docs/settings.md.</summary>
    public static string Page()
    {
        var page = new StringBuilder(
            $"""

            ### classes

            Classes of requests, each with limits of its own: a mapping of names to the keys below, at most {ClassReader.Most}. The first
            whose conditions all hold counts; what is in none has the settings of all. Only in the file. [Classes](classes.md) says more.

            | key | expects | |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var key in ClassKey.All)
        {
            var kind = key.IsCondition ? "Condition. " : "";
            page.Append($"| `{key.Name}` | {key.Format.Expected} | {kind}{key.Summary} |\n");
        }

        page.Append("\n- A changed value needs: a reload\n");
        return page.ToString();
    }
}
