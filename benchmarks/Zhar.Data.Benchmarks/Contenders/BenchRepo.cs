namespace Zhar.Data.Benchmarks;

/// <summary>The repo of the benchmarks.</summary>
public sealed partial class BenchRepo : Repo;
