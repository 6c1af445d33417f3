using AppHost.Bench.Contestants;

namespace AppHost.Bench.Plots;

/// <summary>The classes that colour servers: each has the same colour in all plots.</summary>
internal static class Series
{
    /// <summary>Of a bar: AppHost stands out, the others are told apart by their labels.</summary>
    public static string OfBar(Contestant contestant) => contestant.IsAppHost ? "bar own" : "bar";

    /// <summary>Of a line: a colour of its own.</summary>
    public static string OfLine(Contestant contestant) => contestant switch
    {
        AppHostServer { Concurrency: Concurrency.Threads, IsVariant: false } => "s1",
        AppHostServer { Concurrency: Concurrency.EventLoop, IsVariant: false } => "s2",
        AppHostServer { IsVariant: true } => "s3",
        PumaServer => "s4",
        GunicornServer { Concurrency: Concurrency.Threads } => "s5",
        NginxServer => "s6",
        KestrelServer => "s7",
        _ => "s8",
    };
}
