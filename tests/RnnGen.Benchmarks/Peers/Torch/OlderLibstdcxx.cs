using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary>
/// Lets TorchSharp's native library load where libstdc++ is older than GCC 13's (Debian 12). It asks for GLIBCXX_3.4.32 only for the
/// link-time marker <c>std::ios_base_library_init()</c>; marking that one version requirement weak, in the copy beside this program,
/// makes the loader warn instead of refuse.
/// </summary>
internal static class OlderLibstdcxx
{
    private const string Library = "libLibTorchSharp.so";

    // From the ELF and GNU symbol versioning specifications.
    private const uint VersionNeedSection = 0x6FFFFFFE; // SHT_GNU_verneed
    private const ushort WeakVersion = 2;               // VER_FLG_WEAK

    private static ReadOnlySpan<byte> NeededVersion => "GLIBCXX_3.4.32"u8;

    /// <summary>Changes the library's copy in the output folder if the loader would refuse it. Call before using TorchSharp.</summary>
    public static void Allow()
    {
        string[] places = [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native")];
        string? path = places.Select(static place => Path.Combine(place, Library)).FirstOrDefault(File.Exists);
        bool isKnownFormat = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
        if (isKnownFormat && path is not null && LoaderRefuses(path))
        {
            Rewrite(path);
        }
    }

    /// <summary>Puts the copy beside this program, which loads, into another program's folder.</summary>
    /// <param name="folder">The folder.</param>
    public static void AllowIn(string folder)
    {
        string ours = Path.Combine(AppContext.BaseDirectory, Library), theirs = Path.Combine(folder, Library);
        if (File.Exists(ours) && File.Exists(theirs))
        {
            // A file of its own: it may be a hard link to the package cache, which stays as it is.
            File.Delete(theirs);
            File.Copy(ours, theirs);
        }
    }

    private static bool LoaderRefuses(string path)
    {
        try
        {
            // Stays loaded: TorchSharp gets this very one.
            NativeLibrary.Load(path);
            return false;
        }
        catch (DllNotFoundException error)
        {
            // Any other reason is TorchSharp's own loader to deal with, and to report.
            return error.Message.Contains(Encoding.ASCII.GetString(NeededVersion), StringComparison.Ordinal);
        }
    }

    private static void Rewrite(string path)
    {
        byte[] image = File.ReadAllBytes(path);
        MarkWeak(image);

        // A new file renamed over the old one: the output folder may hold a hard link to the package cache, which stays as it is.
        // With the old time on it, the next build does not copy the original back.
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, image);
        File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(path));
        File.Move(temporary, path, overwrite: true);
    }

    // Elf64_Ehdr: e_shoff at 0x28, e_shentsize at 0x3A, e_shnum at 0x3C. Elf64_Shdr: sh_type at 4, sh_offset at 0x18, sh_link at 0x28.
    private static void MarkWeak(Span<byte> image)
    {
        int sections = Offset(image, 0x28);
        int sectionSize = UInt16(image, 0x3A);
        int sectionCount = UInt16(image, 0x3C);
        for (int i = 0; i < sectionCount; i++)
        {
            int section = sections + (i * sectionSize);
            if (UInt32(image, section + 4) == VersionNeedSection)
            {
                int linked = sections + ((int)UInt32(image, section + 0x28) * sectionSize);
                MarkWeak(image, needs: Offset(image, section + 0x18), strings: Offset(image, linked + 0x18));
            }
        }
    }

    // Elf64_Verneed: vn_cnt at 2, vn_aux at 8, vn_next at 12. Elf64_Vernaux: vna_flags at 4, vna_name at 8, vna_next at 12.
    private static void MarkWeak(Span<byte> image, int needs, int strings)
    {
        for (int need = needs, next = -1; next != 0; need += next)
        {
            int version = need + (int)UInt32(image, need + 8);
            for (int remaining = UInt16(image, need + 2); remaining > 0; remaining--)
            {
                Span<byte> name = image[(strings + (int)UInt32(image, version + 8))..];
                if (name[..name.IndexOf((byte)0)].SequenceEqual(NeededVersion))
                {
                    Span<byte> flags = image[(version + 4)..];
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(UInt16(flags, 0) | WeakVersion));
                }

                version += (int)UInt32(image, version + 12);
            }

            next = (int)UInt32(image, need + 12);
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt16LittleEndian(image[at..]);

    private static uint UInt32(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image[at..]);

    private static int Offset(ReadOnlySpan<byte> image, int at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(image[at..]));
}
