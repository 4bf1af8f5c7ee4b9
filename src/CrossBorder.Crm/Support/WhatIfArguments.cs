namespace CrossBorder.Crm.Support;

/// <summary>What a comparison must be like.</summary>
internal static class WhatIfArguments
{
    public static void Require(WhatIfRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.To <= request.From)
        {
            throw new ArgumentException($"The period ends at {request.To}, which is not after its start {request.From}.", nameof(request));
        }

        TicketArguments.RequireKnown(request.Metric, nameof(request.Metric));
        RequireRange(nameof(request.Resamples), request.Resamples, WhatIfRequest.MinResamples, WhatIfRequest.MaxResamples);
        RequireRange(nameof(request.ConfidencePercent), request.ConfidencePercent, 50, 99);
        RequireRange(nameof(request.Percentile), request.Percentile, 1, 100);
    }

    private static void RequireRange(string name, int value, int least, int greatest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, greatest, name);
    }
}
