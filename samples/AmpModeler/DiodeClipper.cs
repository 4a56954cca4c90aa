using System;

namespace AmpModeler;

/// <summary>
/// The clipping stage of a distortion pedal: a resistor, then a capacitor and two opposed diodes to ground. Its voltage V follows
/// <code>dV/dt = (Vin - V) / (R C) - 2 Is / C sinh(V / Vt)</code>
/// with the values of Yeh, Abel and Smith, "Simplified, physically-informed models of distortion and overdrive guitar effects pedals" (DAFx 2007). It is
/// solved by the second backward difference formula (BDF2), one of those that Yeh, Abel, Vladimirescu and Smith compare ("Numerical methods for simulation
/// of guitar distortion circuits", 2008): where the diodes conduct, the equation is stiff, and this method does not ring. Newton's method solves each step.
/// </summary>
internal sealed class DiodeClipper
{
    /// <summary>Volts at the input that 1.0 in a file stands for: what an amplifier with a battery of 9 V drives the stage with.</summary>
    public const double FullScale = 4.5;

    private const double Resistance = 2.2e3;
    private const double Capacitance = 10e-9;
    private const double SaturationCurrent = 2.52e-9;

    // Of a real diode: the thermal voltage of 25.85 mV times the ideality factor.
    private const double ThermalVoltage = 45.3e-3;

    // Newton's method is done when a step is as small as this, in volts, and takes no larger step than two thermal voltages: the exponential would overshoot.
    private const double Tolerance = 1e-11;
    private const double LargestStep = 2 * ThermalVoltage;

    private readonly double _step;
    private double _last;
    private double _secondLast;

    /// <summary>Creates the stage at rest.</summary>
    /// <param name="rate">Steps of the solver a second.</param>
    public DiodeClipper(double rate) => _step = 2 / (3 * rate);

    /// <summary>One step.</summary>
    /// <param name="input">Vin, in volts.</param>
    /// <returns>V, in volts.</returns>
    public double Step(double input)
    {
        // V - known - 2/3 h f(V) = 0, where known is what the last two steps say.
        double known = ((4 * _last) - _secondLast) / 3;
        double voltage = _last;
        double change;
        do
        {
            double exponential = Math.Exp(voltage / ThermalVoltage), inverse = 1 / exponential;
            double flow = ((input - voltage) / (Resistance * Capacitance)) - (SaturationCurrent / Capacitance * (exponential - inverse));
            double slope = (-1 / (Resistance * Capacitance)) - (SaturationCurrent / (Capacitance * ThermalVoltage) * (exponential + inverse));
            change = Math.Clamp((voltage - known - (_step * flow)) / (1 - (_step * slope)), -LargestStep, LargestStep);
            voltage -= change;
        }
        while (Math.Abs(change) > Tolerance);

        (_secondLast, _last) = (_last, voltage);
        return voltage;
    }
}
