using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>The first answer to a request, for a retry of it.</summary>
internal static class RecordedAnswers
{
    /// <summary>The answer once given to a key, if the request is the same; the refusal, where one was kept.</summary>
    /// <exception cref="IdempotencyMismatchException">The key was used for another request.</exception>
    public static CrmResult<TAnswer> Read<TAnswer>(RecordedAnswer first, IdempotencyKey key, Digest hash) where TAnswer : class =>
        first.Hash != hash
            ? throw new IdempotencyMismatchException($"The key '{key}' was used for another request; nothing was written. A new request needs a new key.")
            : first.Answer.Value switch
            {
                TAnswer answer => answer,
                RefusalReceipt refusal => refusal.Error,
                var other => throw new IdempotencyMismatchException($"The key '{key}' was answered with {other.GetType().Name}, not {typeof(TAnswer).Name}."),
            };
}
