namespace CrossBorder.Crm.Time;

/// <summary>A file of holidays says something that the import does not understand in full. Nothing of it was imported.</summary>
public sealed class InvalidHolidayFileException : FormatException
{
    /// <summary>Creates the exception.</summary>
    public InvalidHolidayFileException() : this("The file of holidays cannot be read.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public InvalidHolidayFileException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidHolidayFileException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal InvalidHolidayFileException(int line, string property, string reason)
        : base($"Line {line}, {property}: {reason}.") => (Line, Property, Reason) = (line, property, reason);

    /// <summary>The line of the file where the property begins, from 1; 0 where the exception was not made by the import.</summary>
    public int Line { get; }

    /// <summary>The property, such as <c>RRULE</c>; null where the exception was not made by the import.</summary>
    public string? Property { get; }

    /// <summary>What is wrong with it, in English.</summary>
    public string? Reason { get; }
}
