namespace Zhar.Data.Conformance;

/// <summary>The repo of the cases: one compiled program for all databases.</summary>
public sealed partial class TestRepo : Repo;
