namespace CrossBorder.Crm.Support;

/// <summary>Chance that comes from a seed alone, the same on every machine: SplitMix64.</summary>
/// <remarks>
/// G. L. Steele, D. Lea, C. H. Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014. Draws below a bound are without bias, after
/// D. Lemire, Fast Random Integer Generation in an Interval, ACM TOMACS 29 (2019).
/// </remarks>
internal struct SplitMix64(long seed)
{
    private ulong state = unchecked((ulong)seed);

    /// <summary>A number from 0 to less than a bound, each as likely as any other.</summary>
    /// <param name="bound">The bound, more than zero.</param>
    public int Below(int bound) => unchecked((int)Below((uint)bound));

    private uint Below(uint bound)
    {
        unchecked
        {
            var product = (ulong)(uint)Next() * bound;
            if ((uint)product < bound)
            {
                var least = (0u - bound) % bound;
                while ((uint)product < least)
                {
                    product = (ulong)(uint)Next() * bound;
                }
            }

            return (uint)(product >> 32);
        }
    }

    private ulong Next()
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
