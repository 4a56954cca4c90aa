using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Suites;

/// <summary>Gradients of 100 steps.</summary>
public class TrainingBenchmarks() : ContestantBenchmarks(ComparisonTables.Training);
