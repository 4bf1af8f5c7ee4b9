using System.Collections.Immutable;

namespace CrossBorder.Crm.Storage.Bridge;

/// <summary>Objects into stored bytes and back, for whole payloads and events.</summary>
internal static class PayloadEncoding
{
    public static Payload ToStored(this IPayloadCodec codec, object value) => Payload.FromBytes(codec.Encode(value));

    public static Payload ToStored(this IPayloadCodec codec, Payload payload) =>
        payload.HasBytes ? payload : Payload.FromBytes(codec.Encode(payload.Value));

    public static T Read<T>(this IPayloadCodec codec, Payload payload) where T : class =>
        codec.Decode(payload.Bytes) as T
        ?? throw new UnknownStoredTypeException($"The stored data is no {typeof(T).Name}.");

    public static Payload ToValue(this IPayloadCodec codec, Payload payload) => Payload.Of(codec.Decode(payload.Bytes), payload.Bytes);

    public static ImmutableArray<CrmEvent> ToStored(this IPayloadCodec codec, ImmutableArray<CrmEvent> events) =>
        events.IsEmpty ? events : [.. events.Select(e => e with { Data = codec.ToStored(e.Data) })];
}
