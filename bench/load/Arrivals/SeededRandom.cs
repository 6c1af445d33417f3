using System.Numerics;

namespace AppHost.Load.Arrivals;

/// <summary>
/// xoshiro256** seeded by splitmix64. Written out here so that a seed gives the same run on every runtime version.
/// Not safe for concurrent use: every thread and every purpose has its own stream.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">Streams of one seed are independent: arrivals must not depend on what else is drawn.</param>
    public SeededRandom(ulong seed, ulong stream = 0)
    {
        var state = seed ^ (stream * 0xD1B54A32D192ED03UL);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="limit"/>), without the bias of a plain remainder (Lemire's rejection).</summary>
    public int NextBelow(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var bound = (uint)limit;
        var product = (NextBits() >> 32) * bound;
        if ((uint)product < bound)
        {
            var threshold = (uint)-limit % bound;
            while ((uint)product < threshold)
                product = (NextBits() >> 32) * bound;
        }
        return (int)(product >> 32);
    }

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(1.0 - NextDouble());

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
