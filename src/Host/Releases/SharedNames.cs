using System.IO.Enumeration;

namespace AppHost.Host.Releases;

/// <summary>The names in a release folder that stay live (<c>reload.shared</c>): data, which a new release must not reset. Pure.</summary>
internal sealed class SharedNames(IReadOnlyList<string> patterns)
{
    /// <summary>Names without wildcards: these are shared even before they exist, so that what the app makes there is live.</summary>
    public IEnumerable<string> Plain => patterns.Where(pattern => pattern.AsSpan().IndexOfAny('*', '?') < 0).Select(Trim);

    /// <summary>Whether an entry stays live.</summary>
    /// <param name="relativePath">From the release folder, with slashes.</param>
    public bool Contains(string relativePath)
    {
        foreach (string pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(Trim(pattern), relativePath, ignoreCase: false)) return true;
        }

        return false;
    }

    private static string Trim(string pattern) => pattern.TrimEnd('/');
}
