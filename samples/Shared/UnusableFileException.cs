namespace CrossBorder.Samples;

/// <summary>The file as a whole cannot be used. The message names the file and the place.</summary>
internal sealed class UnusableFileException(string message, Exception? cause = null) : Exception(message, cause);
