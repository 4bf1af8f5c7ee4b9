using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What a request for figures must be like.</summary>
internal static class KpiArguments
{
    public static void Require(KpiRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.To <= request.From)
        {
            throw new ArgumentException($"The period ends at {request.To}, which is not after its start {request.From}.", nameof(request));
        }

        RequireDimensions(request.By);
        RequireAscending(nameof(request.Percentiles), request.Percentiles);
        if (request.Percentiles.Any(percent => percent is < 1 or > 100))
        {
            throw new ArgumentException($"Percentiles: {request.Percentiles.First(percent => percent is < 1 or > 100)} is not from 1 to 100.", nameof(request));
        }

        RequireAscending(nameof(request.AgeBounds), request.AgeBounds);
        if (request.AgeBounds is [var first, ..] && first <= Duration.Zero)
        {
            throw new ArgumentException($"AgeBounds: {first} is not more than zero.", nameof(request));
        }
    }

    private static void RequireDimensions(ImmutableArray<KpiDimension> dimensions)
    {
        if (dimensions.IsDefault || dimensions.Contains(default))
        {
            throw new ArgumentException("By: a dimension is missing.", nameof(dimensions));
        }

        if (dimensions.Distinct().Count() != dimensions.Length)
        {
            throw new ArgumentException($"By: a dimension is given twice in {string.Join(", ", dimensions)}.", nameof(dimensions));
        }
    }

    private static void RequireAscending<T>(string name, ImmutableArray<T> values) where T : IComparable<T>
    {
        if (values.IsDefault)
        {
            throw new ArgumentException($"{name}: is missing; an empty list says that there are none.", name);
        }

        for (var i = 1; i < values.Length; i++)
        {
            if (values[i].CompareTo(values[i - 1]) <= 0)
            {
                throw new ArgumentException($"{name}: {values[i]} comes after {values[i - 1]}; they must ascend.", name);
            }
        }
    }
}
