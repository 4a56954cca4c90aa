namespace RnnGen.Reference;

/// <summary>A trained tensor of a layer, row-major as in PyTorch.</summary>
/// <param name="Name">PyTorch's name without prefix, such as <c>weight_ih_l1_reverse</c>; <c>bias</c> is the sum of PyTorch's two, and <c>recurrent_bias</c> what
/// of a GRU's candidate is apart.</param>
/// <param name="Values">The numbers.</param>
/// <param name="Gradients">Their gradients: added to.</param>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed record Parameter<T>(string Name, T[] Values, T[] Gradients);
