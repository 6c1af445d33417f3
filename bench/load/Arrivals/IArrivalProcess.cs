namespace AppHost.Load.Arrivals;

/// <summary>When requests are meant to start, whatever the server does.</summary>
internal interface IArrivalProcess
{
    /// <summary>The next intended start in nanoseconds from the start of the run; never smaller than the one before.</summary>
    long Next();
}
