using System.Data.Common;

namespace CrossBorder.Crm.Storage;

/// <summary>The host's own open connection and transaction, for a write that is to commit or roll back together with the host's.</summary>
/// <remarks>The engine neither opens, commits, rolls back nor disposes it.</remarks>
/// <param name="Connection">An open connection to the database that the engine stores in.</param>
/// <param name="Transaction">The transaction that runs on it.</param>
public sealed record HostTransaction(DbConnection Connection, DbTransaction Transaction);
