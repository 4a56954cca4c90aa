using System;

namespace KeywordSpotter.Speech;

/// <summary>A resonance of two poles: y = a x + b y' + c y'' (Klatt 1980, equations 1 and 2).</summary>
internal struct Resonator
{
    private double _a;
    private double _b;
    private double _c;
    private double _last;
    private double _lastButOne;

    /// <summary>Moves the resonance; what swings in it goes on.</summary>
    /// <param name="frequency">In Hz.</param>
    /// <param name="bandwidth">In Hz.</param>
    public void Tune(double frequency, double bandwidth)
    {
        const double Period = 1.0 / LogMelFeatures.SampleRate;
        double radius = Math.Exp(-Math.PI * bandwidth * Period);
        _c = -radius * radius;
        _b = 2 * radius * Math.Cos(2 * Math.PI * Math.Min(frequency, 0.47 / Period) * Period);
        _a = 1 - _b - _c;
    }

    /// <summary>The next sample.</summary>
    /// <param name="input">What excites it.</param>
    public double Next(double input)
    {
        double output = (_a * input) + (_b * _last) + (_c * _lastButOne);
        (_lastButOne, _last) = (_last, output);
        return output;
    }
}
