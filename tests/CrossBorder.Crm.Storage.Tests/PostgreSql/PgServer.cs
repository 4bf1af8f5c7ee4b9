using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CrossBorder.Crm.Storage.Tests.PostgreSql;
using Npgsql;

[assembly: AssemblyFixture(typeof(PgServer))]

namespace CrossBorder.Crm.Storage.Tests.PostgreSql;

/// <summary>
/// The server that the tests use: the one that CROSSBORDER_POSTGRES names, else a throw-away one of the installed binaries, started by an
/// unprivileged user in a folder of its own and removed afterwards.
/// </summary>
public sealed class PgServer : IDisposable
{
    private static readonly string? Binaries = FindBinaries();
    private static readonly Lazy<PgCluster?> Own = new(() => Configured is null && Binaries is not null ? PgCluster.Start(Binaries) : null);

    private static string? Configured => Environment.GetEnvironmentVariable("CROSSBORDER_POSTGRES") is { Length: > 0 } text ? text : null;

    /// <summary>Why there is no server, or null.</summary>
    public static string? Missing { get; } = Configured is null && Binaries is null
        ? "No PostgreSQL: name a server in CROSSBORDER_POSTGRES, or install PostgreSQL's binaries."
        : null;

    /// <summary>Skips the test with the reason where there is no server.</summary>
    public static void Require() => Assert.SkipWhen(Missing is not null, Missing ?? "");

    /// <summary>A connection string to the server, whose user may make schemas.</summary>
    public static string ConnectionString => Configured ?? Own.Value!.ConnectionString;

    /// <summary>A server of a test's own, to be killed; null where the binaries are missing.</summary>
    internal static PgCluster? StartAnother() => Binaries is null ? null : PgCluster.Start(Binaries);

    public void Dispose()
    {
        if (Own.IsValueCreated)
        {
            Own.Value?.Dispose();
        }
    }

    private static string? FindBinaries()
    {
        const string debian = "/usr/lib/postgresql";
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Directory.Exists(debian))
        {
            folders = folders.Concat(Directory.EnumerateDirectories(debian).OrderDescending().Select(version => Path.Combine(version, "bin")));
        }

        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}

/// <summary>A private cluster: loopback only, own data folder, gone when disposed.</summary>
internal sealed class PgCluster : IDisposable
{
    public const string Password = "not-a-secret-of-anyone";

    private readonly string binaries;
    private readonly DirectoryInfo folder;
    private readonly int port;

    private PgCluster(string binaries, DirectoryInfo folder, int port) => (this.binaries, this.folder, this.port) = (binaries, folder, port);

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={port};Username=crm;Password={Password};Database=postgres;Maximum Pool Size=50;Timeout=15");

    private string Data => Path.Combine(folder.FullName, "data");

    public static PgCluster Start(string binaries)
    {
        var cluster = new PgCluster(binaries, Directory.CreateTempSubdirectory("crm-pg-"), FreePort());
        var password = Path.Combine(cluster.folder.FullName, "password");
        File.WriteAllText(password, Password);
        if (Environment.UserName == "root")
        {
            // The server refuses to run as root.
            Run("chown", "-R", "nobody", cluster.folder.FullName);
        }

        cluster.RunUnprivileged("initdb", "-D", cluster.Data, "-U", "crm", "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", $"--pwfile={password}");
        File.AppendAllText(Path.Combine(cluster.Data, "postgresql.conf"), string.Create(
            CultureInfo.InvariantCulture,
            $"\nlisten_addresses = '127.0.0.1'\nport = {cluster.port}\nunix_socket_directories = ''\nmax_connections = 200\nshared_buffers = 256MB\nmax_wal_size = 4GB\n"));
        cluster.StartServer();
        return cluster;
    }

    public void StartServer() => RunUnprivileged("pg_ctl", "-D", Data, "-l", Path.Combine(folder.FullName, "log"), "-w", "-t", "60", "start");

    /// <summary>Kills the server as a failing machine would: no checkpoint, no goodbye.</summary>
    public void Kill() => RunUnprivileged("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    public void Dispose()
    {
        try
        {
            Kill();
        }
        catch (InvalidOperationException)
        {
            // It was not running.
        }

        NpgsqlConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    private void RunUnprivileged(string program, params string[] arguments)
    {
        var path = Path.Combine(binaries, program);
        if (Environment.UserName == "root")
        {
            Run("setpriv", ["--reuid=nobody", "--clear-groups", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        // The server keeps what it is given as output, so a pipe would never end.
        var log = Path.GetTempFileName();
        try
        {
            var line = string.Join(' ', new[] { program }.Concat(arguments).Select(a => $"'{a}'"));
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"cd / && {line} >'{log}' 2>&1 </dev/null"]))!;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {File.ReadAllText(log)}");
            }
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
