using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>The way in for hosts with several tenants.</summary>
public interface ICrm
{
    /// <summary>The services of one tenant. Cheap; the same object every time.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <exception cref="ArgumentException"><paramref name="tenant"/> is the default value.</exception>
    ICrmTenant For(TenantId tenant);

    /// <summary>The events of all tenants that wait to be handled.</summary>
    IOutboxRepository Outbox { get; }
}

/// <summary>The services of one tenant. A room that was not added says so, with the call that adds it.</summary>
public interface ICrmTenant
{
    /// <summary>The tenant.</summary>
    TenantId Tenant { get; }

    /// <summary>A service of the tenant by its contract.</summary>
    /// <typeparam name="TService">The contract, such as <c>ILoyaltyService</c>.</typeparam>
    /// <exception cref="InvalidOperationException">The room of that service was not added.</exception>
    TService Get<TService>() where TService : class;

    /// <summary>Who the customers are.</summary>
    ICustomerService Customers => Get<ICustomerService>();

    /// <summary>What the customers did.</summary>
    ICustomerActivityService Activity => Get<ICustomerActivityService>();

    /// <summary>The segments and value tiers.</summary>
    ISegmentService Segments => Get<ISegmentService>();

    /// <summary>The point ledger.</summary>
    ILoyaltyService Loyalty => Get<ILoyaltyService>();

    /// <summary>The vouchers.</summary>
    IVoucherService Vouchers => Get<IVoucherService>();

    /// <summary>Members who bring friends along.</summary>
    IReferralService Referrals => Get<IReferralService>();

    /// <summary>The tickets.</summary>
    ITicketService Tickets => Get<ITicketService>();

    /// <summary>How service was, in figures.</summary>
    ISupportKpiService SupportKpis => Get<ISupportKpiService>();

    /// <summary>The business calendars.</summary>
    ICalendarService Calendars => Get<ICalendarService>();

    /// <summary>Who may be contacted.</summary>
    IConsentService Consent => Get<IConsentService>();
}
