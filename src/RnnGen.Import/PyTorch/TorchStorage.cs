namespace RnnGen.Import.PyTorch;

/// <summary>A run of elements that a file stores, and that tensors are views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Count">Elements, as the pickle says.</param>
internal sealed record TorchStorage(string Key, TorchType Type, long Count);

/// <summary>A part of a storage, as very old files have it; most often all of it.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">Its first element.</param>
/// <param name="Count">Its elements.</param>
internal sealed record TorchStoragePart(TorchStorage Storage, long Offset, long Count);

/// <summary>A tensor: a view of a storage. Nothing of it is checked until it is read.</summary>
/// <param name="Part">The storage.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Offset">The first element, counted in elements of the type.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Strides">Elements from one index to the next, of each dimension.</param>
internal sealed record TorchTensor(TorchStoragePart Part, TorchType Type, long Offset, long[] Shape, long[] Strides);
