using System.Collections.Generic;

namespace KeywordSpotter.Speech;

/// <summary>
/// Sounds of English as segments. Resonances of vowels: Peterson and Barney, "Control methods used in a study of the vowels" (1952), men; of consonants after
/// Klatt, "Software for a cascade/parallel formant synthesizer" (1980), tables II and III.
/// </summary>
internal static class Sound
{
    private static readonly Dictionary<string, Segment[]> Table = new()
    {
        ["IY"] = Vowel(270, 2290, 3010),
        ["IH"] = Vowel(390, 1990, 2550),
        ["EH"] = Vowel(530, 1840, 2480),
        ["AE"] = Vowel(660, 1720, 2410),
        ["AH"] = Vowel(640, 1190, 2390),
        ["AA"] = Vowel(730, 1090, 2440),
        ["AO"] = Vowel(570, 840, 2410),
        ["UH"] = Vowel(440, 1020, 2240),
        ["UW"] = Vowel(300, 870, 2240),
        ["ER"] = Vowel(490, 1350, 1690),
        ["W"] = [new(60, 290, 610, 2150, Voice: 0.6)],
        ["Y"] = [new(60, 260, 2070, 3020, Voice: 0.6)],
        ["R"] = [new(70, 310, 1060, 1380, Voice: 0.6)],
        ["L"] = [new(70, 310, 1050, 2880, Voice: 0.6)],
        ["M"] = [new(80, 270, 1000, 2130, Voice: 0.35)],
        ["N"] = [new(80, 270, 1600, 2600, Voice: 0.35)],
        ["F"] = [new(110, 340, 1100, 2080, Hiss: 0.10, HissFrequency: 4500, HissBandwidth: 6000)],
        ["TH"] = [new(100, 320, 1290, 2540, Hiss: 0.08, HissFrequency: 5500, HissBandwidth: 4000)],
        ["S"] = [new(120, 320, 1390, 2530, Hiss: 0.35, HissFrequency: 6000, HissBandwidth: 1800)],
        ["SH"] = [new(120, 300, 1840, 2750, Hiss: 0.35, HissFrequency: 3000, HissBandwidth: 1200)],
        ["Z"] = [new(90, 240, 1390, 2530, Voice: 0.3, Hiss: 0.2, HissFrequency: 6000, HissBandwidth: 1800)],
        ["V"] = [new(70, 220, 1100, 2080, Voice: 0.35, Hiss: 0.05, HissFrequency: 4500, HissBandwidth: 6000)],
        ["HH"] = [new(70, 500, 1500, 2500, Breath: 0.3)],
        ["P"] = Plosive(400, 1100, 2150, frequency: 900, bandwidth: 1500),
        ["T"] = Plosive(400, 1600, 2600, frequency: 4200, bandwidth: 2500),
        ["K"] = Plosive(300, 1990, 2850, frequency: 2000, bandwidth: 800),
        ["B"] = VoicedPlosive(200, 1100, 2150, frequency: 900, bandwidth: 1500),
        ["D"] = VoicedPlosive(200, 1600, 2600, frequency: 3600, bandwidth: 2500),
        ["G"] = VoicedPlosive(200, 1990, 2850, frequency: 1900, bandwidth: 800),
    };

    /// <summary>All vowels.</summary>
    public static IReadOnlyList<string> Vowels { get; } = ["IY", "IH", "EH", "AE", "AH", "AA", "AO", "UH", "UW", "ER"];

    /// <summary>All consonants.</summary>
    public static IReadOnlyList<string> Consonants { get; } =
        ["W", "Y", "R", "L", "M", "N", "F", "TH", "S", "SH", "Z", "V", "HH", "P", "T", "K", "B", "D", "G"];

    /// <summary>The segments of a sound.</summary>
    /// <param name="name">One of <see cref="Vowels"/> or <see cref="Consonants"/>.</param>
    public static IReadOnlyList<Segment> SegmentsOf(string name) => Table[name];

    private static Segment[] Vowel(double f1, double f2, double f3) => [new(130, f1, f2, f3, Voice: 1)];

    // The lips or the tongue close, burst open, and breath flows before the folds swing again.
    private static Segment[] Plosive(double f1, double f2, double f3, double frequency, double bandwidth) =>
    [
        new(60, f1, f2, f3), new(12, f1, f2, f3, Hiss: 0.5, HissFrequency: frequency, HissBandwidth: bandwidth), new(30, f1, f2, f3, Breath: 0.2),
    ];

    private static Segment[] VoicedPlosive(double f1, double f2, double f3, double frequency, double bandwidth) =>
    [
        new(45, f1, f2, f3, Voice: 0.08), new(10, f1, f2, f3, Voice: 0.2, Hiss: 0.3, HissFrequency: frequency, HissBandwidth: bandwidth),
    ];
}
