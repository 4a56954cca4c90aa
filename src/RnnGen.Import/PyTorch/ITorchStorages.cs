namespace RnnGen.Import.PyTorch;

/// <summary>Where the storages of a file lie.</summary>
internal interface ITorchStorages
{
    /// <summary>Whether the numbers are big-endian.</summary>
    bool IsBigEndian { get; }

    /// <summary>Checks that a storage is there and as large as the pickle says.</summary>
    /// <exception cref="ModelFormatException">It is not.</exception>
    void Check(TorchStorage storage);

    /// <summary>The bytes of a storage that was checked.</summary>
    byte[] Read(TorchStorage storage);
}
