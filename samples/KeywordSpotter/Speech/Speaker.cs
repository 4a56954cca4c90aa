using System;
using System.Collections.Generic;
using System.Linq;

namespace KeywordSpotter.Speech;

/// <summary>A voice, and the room that it is recorded in. The same number gives the same one.</summary>
internal sealed class Speaker
{
    private readonly Dictionary<string, (double F1, double F2)> _accent;

    /// <summary>Draws a speaker.</summary>
    /// <param name="number">The speaker.</param>
    public Speaker(int number)
    {
        Number = number;
        var random = new Random(number);

        // Children have short vocal tracts and high voices.
        TractScale = Between(random, 0.88, 1.28);
        Pitch = 100 * Math.Pow(TractScale, 2.2) * Between(random, 0.8, 1.3);
        Tempo = Between(random, 0.75, 1.4);
        Breathiness = Between(random, 0.005, 0.06);
        Dullness = Between(random, 0.2, 0.85);
        OpenShare = Between(random, 0.45, 0.75);
        Loudness = Math.Pow(10, Between(random, -24, -8) / 20);
        NoiseRatio = Math.Pow(10, -Between(random, 8, 32) / 20);
        NoiseColour = Between(random, 0, 0.95);
        Hum = random.Next(3) == 0 ? Between(random, 0, 0.5) : 0;

        // In an order of its own, so that an accent does not hang on how a dictionary is made.
        _accent = Sound.Vowels.Concat(Sound.Consonants).ToDictionary(
            static name => name, _ => (Between(random, 0.92, 1.08), Between(random, 0.92, 1.08)));
    }

    /// <summary>Which speaker.</summary>
    public int Number { get; }

    /// <summary>What all resonances are multiplied with: above 1 for a shorter vocal tract than a man's.</summary>
    public double TractScale { get; }

    /// <summary>Vibrations of the vocal folds in a second.</summary>
    public double Pitch { get; }

    /// <summary>How much faster than slow speech.</summary>
    public double Tempo { get; }

    /// <summary>Noise in the voice.</summary>
    public double Breathiness { get; }

    /// <summary>How much weaker high frequencies of the voice are: the pole of a low pass.</summary>
    public double Dullness { get; }

    /// <summary>The share of a vibration in which the vocal folds are open.</summary>
    public double OpenShare { get; }

    /// <summary>The level of the speech, as root mean square; 1 is full scale.</summary>
    public double Loudness { get; }

    /// <summary>The level of the noise in the room, as a share of <see cref="Loudness"/>.</summary>
    public double NoiseRatio { get; }

    /// <summary>How dull that noise is: 0 for white.</summary>
    public double NoiseColour { get; }

    /// <summary>A hum of the mains, as a share of the noise.</summary>
    public double Hum { get; }

    /// <summary>What the first two resonances of a sound are multiplied with.</summary>
    /// <param name="sound">The sound.</param>
    public (double F1, double F2) AccentOf(string sound) => _accent[sound];

    /// <summary>A number in a range.</summary>
    /// <param name="random">Draws.</param>
    /// <param name="smallest">The smallest.</param>
    /// <param name="largest">The largest.</param>
    public static double Between(Random random, double smallest, double largest) => smallest + ((largest - smallest) * random.NextDouble());
}
