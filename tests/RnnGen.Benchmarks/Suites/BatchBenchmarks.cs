using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Suites;

/// <summary>100 steps of 32 streams.</summary>
public class BatchBenchmarks() : InferenceBenchmarks(ComparisonTables.Batch);
