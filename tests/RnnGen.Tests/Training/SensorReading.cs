namespace RnnGen.Tests.Training;

/// <summary>Two inputs of one step, side by side: which of three sensors, and what it measured.</summary>
/// <param name="Sensor">From 0 to 2.</param>
/// <param name="Value">What it measured.</param>
internal readonly record struct SensorReading(int Sensor, float Value);
