using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RnnGen.Formats;

/// <summary>What .NET has no way to ask of a Unix: locks of our own, which no setting of the runtime turns off, and the flush of a directory.</summary>
internal static partial class UnixFiles
{
    // The same numbers on Linux, macOS and FreeBSD.
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockWithoutWaiting = 4;

    /// <summary>Whether this is a system whose C library is known here.</summary>
    public static bool IsSupported => CloseOnExec != 0;

    private static int CloseOnExec =>
        OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? 0x80000
        : OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() || OperatingSystem.IsMacCatalyst() ? 0x1000000
        : OperatingSystem.IsFreeBSD() ? 0x100000
        : 0;

    /// <summary>Takes a lock that others may take as well, and that ends with the file's last handle or the process.</summary>
    /// <param name="file">The open file.</param>
    /// <returns>Whether it was taken.</returns>
    public static bool TryLockShared(SafeFileHandle file) => IsSupported && Lock(file, LockShared | LockWithoutWaiting) == 0;

    /// <summary>Takes a lock that nobody else may have.</summary>
    /// <inheritdoc cref="TryLockShared"/>
    public static bool TryLockExclusive(SafeFileHandle file) => IsSupported && Lock(file, LockExclusive | LockWithoutWaiting) == 0;

    /// <summary>Flushes a directory to the disk: a file that was renamed in it then has its new name after a crash, too. Does nothing where it cannot.</summary>
    /// <param name="path">The directory.</param>
    public static void FlushDirectory(string path)
    {
        if (!IsSupported)
        {
            return;
        }

        // The flags are those of reading only, 0, and of no inheritance.
        using var directory = new SafeFileHandle(Open(path, CloseOnExec), ownsHandle: true);
        if (!directory.IsInvalid)
        {
            // Some file systems cannot (EINVAL); the rename is done in any case.
            _ = Flush(directory);
        }
    }

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(SafeFileHandle file);
}
