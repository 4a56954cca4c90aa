using RnnGen;

namespace KeywordSpotter;

/// <summary>
/// Which word has just been said, told at every frame from the features of all frames so far. The weights of <c>model/keywords.safetensors</c> are in the
/// assembly (<c>Create</c>).
/// </summary>
[Network(input: LogMelFeatures.Bands, WeightsFile = "keywords.safetensors")]
[GruLayer(hidden: KeywordNetwork.Hidden)]
[DenseLayer(outputs: Vocabulary.Classes)]
internal sealed partial class KeywordNetwork
{
    /// <summary>Hidden units of the GRU.</summary>
    public const int Hidden = 48;
}
