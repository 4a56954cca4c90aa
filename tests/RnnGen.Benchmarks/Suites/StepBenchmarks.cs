using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Suites;

/// <summary>One step of one stream, the state carried on.</summary>
public class StepBenchmarks() : InferenceBenchmarks(ComparisonTables.Step);
