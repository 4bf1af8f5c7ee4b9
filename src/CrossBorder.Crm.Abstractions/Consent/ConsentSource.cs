namespace CrossBorder.Crm.Consent;

/// <summary>Who made a statement.</summary>
public enum ConsentSource
{
    /// <summary>The person herself.</summary>
    Subject,

    /// <summary>A parent or guardian for her.</summary>
    Guardian,

    /// <summary>A record taken over from another system. It never beats the person's own no.</summary>
    Import,
}
