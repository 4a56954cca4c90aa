using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Suites;

/// <summary>100 steps of one stream.</summary>
public class SequenceBenchmarks() : InferenceBenchmarks(ComparisonTables.Sequence);
