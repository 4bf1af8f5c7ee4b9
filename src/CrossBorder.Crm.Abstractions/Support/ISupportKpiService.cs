using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How service was, in figures, from the stored tickets of one tenant.</summary>
/// <remarks>
/// Clocks are measured over each ticket's history under the policies of now, by the same evaluator that orders the queue. Tickets are read page
/// by page, and only those that are open or were touched since the period began; memory grows by a few bytes a clock that ended in the period, because percentiles are exact.
/// </remarks>
public interface ISupportKpiService
{
    /// <summary>The figures of a period.</summary>
    /// <param name="request">Which period, and how it is broken down. Where it ends in the future, it ends now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">A part of the request is not valid, or the period begins in the future; the message names it.</exception>
    ValueTask<KpiReport> ReportAsync(KpiRequest request, CancellationToken cancellationToken = default);
}
