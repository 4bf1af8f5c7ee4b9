namespace CrossBorder.Crm.Primitives;

/// <summary>A refusal as an exception, for callers that asked for one with <see cref="CrmResult{T}.OrThrow"/>.</summary>
public sealed class CrmRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public CrmRefusedException() : this("The request was refused.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why it was refused.</param>
    public CrmRefusedException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why it was refused.</param>
    /// <param name="innerException">The cause.</param>
    public CrmRefusedException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Creates the exception from the reason.</summary>
    /// <param name="error">The reason.</param>
    public CrmRefusedException(CrmError error) : this(error?.ToString() ?? "The request was refused.") => Error = error;

    /// <summary>The reason, where one was given.</summary>
    public CrmError? Error { get; }
}
