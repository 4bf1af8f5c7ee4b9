using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace CrossBorder.Crm.Storage.Tests.Sqlite;

/// <summary>Does something in a read-only folder as a user without rights; to the super-user every folder is writable.</summary>
internal static class Unprivileged
{
    private const int Nobody = 65534;

    /// <param name="folder">The folder that may not be written while the call runs.</param>
    /// <param name="call">A call that ends on the thread that it begins on: the user is changed for this thread only.</param>
    [SupportedOSPlatform("linux")]
    public static StorageException RefusedIn(string folder, Func<ValueTask> call)
    {
        var mode = File.GetUnixFileMode(folder);
        const UnixFileMode readOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(folder, readOnly);
        var before = ActFor(Nobody);
        try
        {
            return Assert.Throws<StorageException>(() =>
            {
                var ended = call().AsTask();
                Assert.True(ended.IsCompleted, "the call went on on another thread");
                ended.GetAwaiter().GetResult();
            });
        }
        finally
        {
            _ = ActFor(before);
            File.SetUnixFileMode(folder, mode);
        }
    }

    // Returns the user that was in force. Whoever is not the super-user stays who he is, and may not write to the folder either.
    [DllImport("libc", EntryPoint = "setfsuid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ActFor(int user);
}
