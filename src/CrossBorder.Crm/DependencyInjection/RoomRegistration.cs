using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Copy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>How a room registers what it stores and serves. Ours are added only where the host has not put its own.</summary>
internal static class RoomRegistration
{
    /// <summary>Registers a room once, however often it is added.</summary>
    public static CrmBuilder AddRoom(this CrmBuilder crm, string room, Action<CrmBuilder> register)
    {
        if (crm.Setup.Rooms.Add(room))
        {
            register(crm);
        }

        return crm;
    }

    /// <summary>Names a service that the host must supply, and the call that does.</summary>
    public static CrmBuilder Require<TService>(this CrmBuilder crm, string room, string remedy)
    {
        crm.Setup.Requirements.Add(new(typeof(TService), room, remedy));
        return crm;
    }

    public static CrmBuilder AddRecords<TRepository, TId, TRecord, TQuery>(
        this CrmBuilder crm, RecordMap<TId, TRecord, TQuery> map, Func<IRecordRepository<TId, TRecord, TQuery>, TRepository> name)
        where TRepository : class
        where TId : struct, IEntityId<TId>
        where TRecord : class
        where TQuery : class
    {
        crm.Services.AddSingleton(map.Schema);
        crm.Services.AddSingleton<CollectionCopy>(services => new RecordCopy<TId, TRecord, TQuery>(map, services.GetRequiredService<IPayloadCodec>()));
        crm.Services.TryAddSingleton(services => name(services.GetRequiredService<IRoomStorage>().Records(map)));
        return crm;
    }

    public static CrmBuilder AddStreams<TRepository, TId, TEntry, TState, TQuery>(
        this CrmBuilder crm, StreamMap<TId, TEntry, TState, TQuery> map, Func<IStreamRepository<TId, TEntry, TState, TQuery>, TRepository> name)
        where TRepository : class
        where TId : struct, IEntityId<TId>
        where TEntry : class
        where TState : class
        where TQuery : class
    {
        crm.Services.AddSingleton(map.Schema);
        crm.Services.AddSingleton<CollectionCopy>(services => new StreamCopy<TId, TEntry, TState, TQuery>(map, services.GetRequiredService<IPayloadCodec>()));
        crm.Services.TryAddSingleton(services => name(services.GetRequiredService<IRoomStorage>().Streams(map)));
        return crm;
    }

    /// <summary>A service bound to a tenant: from <see cref="ICrm.For"/>, and straight from the container where there is a single tenant.</summary>
    public static CrmBuilder AddTenantService<TService>(this CrmBuilder crm, string room, Func<IServiceProvider, TenantId, TService> create)
        where TService : class
    {
        crm.Services.AddSingleton(new TenantServiceFactory(typeof(TService), room, create));
        var setup = crm.Setup;
        crm.Services.TryAddSingleton(services => services.GetRequiredService<ICrm>()
            .For(setup.SingleTenant ?? throw new InvalidOperationException(
                $"{typeof(TService).Name} needs a tenant. Call SingleTenant(\"…\"), or take it from ICrm.For(tenant)."))
            .Get<TService>());
        return crm;
    }
}
