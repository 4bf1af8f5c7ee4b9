namespace CrossBorder.Crm.Primitives;

/// <summary>An id of one kind of thing: a typed wrapper of a <see cref="Guid"/>.</summary>
/// <remarks>
/// The default value (<see cref="Guid.Empty"/>) names nothing and is refused at every boundary of the library.
/// Ids order as their big-endian bytes do, which is also how the storage adapters order them.
/// </remarks>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IEntityId<TSelf> where TSelf : struct, IEntityId<TSelf>
{
    /// <summary>The name of the kind, such as <c>customer</c>. It separates the ids that <see cref="EntityId.FromExternal{TId}"/> derives.</summary>
    static abstract string Kind { get; }

    /// <summary>The wrapped value; never <see cref="Guid.Empty"/> for an id that names something.</summary>
    Guid Value { get; }

    /// <summary>Wraps a value that was stored or received.</summary>
    /// <param name="value">The value to wrap.</param>
    static abstract TSelf From(Guid value);
}
