using System.Diagnostics.CodeAnalysis;

namespace CrossBorder.Crm.Primitives;

/// <summary>What a business request came to: a value, or a refusal with its reason. Bad input and broken storage throw instead.</summary>
/// <remarks>The default value is neither and throws when it is asked.</remarks>
/// <typeparam name="T">What success gives.</typeparam>
public readonly struct CrmResult<T> : IEquatable<CrmResult<T>>
{
    private readonly T? value;
    private readonly CrmError? error;
    private readonly bool succeeded;

    private CrmResult(T? value, CrmError? error, bool succeeded) => (this.value, this.error, this.succeeded) = (value, error, succeeded);

    /// <summary>Whether the request was accepted.</summary>
    public bool IsSuccess => succeeded || (error is null ? throw Uninitialised() : false);

    /// <summary>The reason of the refusal.</summary>
    /// <exception cref="InvalidOperationException">The request was accepted.</exception>
    public CrmError Error =>
        error ?? throw (succeeded ? new InvalidOperationException("The request was accepted; there is no error to read.") : Uninitialised());

    /// <summary>An accepted request.</summary>
    /// <param name="value">What it gives.</param>
#pragma warning disable CA1000, CA2225 // The factory is how a result is made where inference does not reach; it also names the conversion.
    public static CrmResult<T> FromValue(T value) => new(value, null, succeeded: true);

    /// <summary>A refused request.</summary>
    /// <param name="error">Why.</param>
    public static CrmResult<T> FromError(CrmError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(default, error, succeeded: false);
    }

    /// <summary>An accepted request.</summary>
    public static implicit operator CrmResult<T>(T value) => FromValue(value);

    /// <summary>A refused request.</summary>
    public static implicit operator CrmResult<T>(CrmError error) => FromError(error);
#pragma warning restore CA1000, CA2225

    /// <summary>Whether two results are equal in outcome and content.</summary>
    public static bool operator ==(CrmResult<T> left, CrmResult<T> right) => left.Equals(right);

    /// <summary>Whether two results differ.</summary>
    public static bool operator !=(CrmResult<T> left, CrmResult<T> right) => !left.Equals(right);

    /// <summary>Reads the value where there is one.</summary>
    /// <param name="value">The value of an accepted request.</param>
    public bool TryGet([MaybeNullWhen(false)] out T value) => TryGet(out value, out _);

    /// <summary>Reads the value or the reason.</summary>
    /// <param name="value">The value of an accepted request.</param>
    /// <param name="error">The reason of a refused one.</param>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out CrmError? error)
    {
        value = this.value;
        error = this.error;
        return IsSuccess;
    }

    /// <summary>Turns either outcome into one thing.</summary>
    /// <typeparam name="TOut">The thing.</typeparam>
    /// <param name="accepted">What to make of the value.</param>
    /// <param name="refused">What to make of the reason.</param>
    public TOut Match<TOut>(Func<T, TOut> accepted, Func<CrmError, TOut> refused)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        ArgumentNullException.ThrowIfNull(refused);
        return IsSuccess ? accepted(value!) : refused(error!);
    }

    /// <summary>Changes the value of an accepted request; a refusal stays as it is.</summary>
    /// <typeparam name="TOut">The new value's type.</typeparam>
    /// <param name="change">What to make of the value.</param>
    public CrmResult<TOut> Map<TOut>(Func<T, TOut> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return IsSuccess ? change(value!) : error!;
    }

    /// <summary>The value of an accepted request.</summary>
    /// <exception cref="CrmRefusedException">The request was refused.</exception>
    public T OrThrow() => IsSuccess ? value! : throw new CrmRefusedException(error!);

    /// <inheritdoc/>
    public bool Equals(CrmResult<T> other) =>
        succeeded == other.succeeded && EqualityComparer<T?>.Default.Equals(value, other.value) && Equals(error, other.error);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CrmResult<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(succeeded, value, error);

    /// <inheritdoc/>
    public override string ToString() => succeeded ? $"accepted: {value}" : error is null ? "" : $"refused: {error}";

    private static InvalidOperationException Uninitialised() => new("The default result is neither accepted nor refused.");
}
