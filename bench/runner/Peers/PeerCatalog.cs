namespace AppHost.Bench.Peers;

/// <summary>All programs that measurements need beside .NET.</summary>
internal static class PeerCatalog
{
    public const string Wrk = "wrk";

    public static IReadOnlyList<Peer> All { get; } =
    [
        new("nginx", ["nginx"], ["nginx"], ["-v"]),
        new("gunicorn", ["gunicorn"], ["gunicorn"], ["--version"]),
        new("puma", ["puma"], ["puma"], ["--version"]),
        new("uwsgi", ["uwsgi"], ["uwsgi-core", "uwsgi-plugin-python3"], ["--version"]),
        new("php-fpm", ["php-fpm", "php-fpm*"], ["php-fpm"], ["--version"]),
        new("node", ["node", "nodejs"], ["nodejs"], ["--version"]),
        new("go", ["go"], ["golang-go"], ["version"]),
        new(Wrk, ["wrk"], ["wrk"], ["-v"]),
    ];
}
