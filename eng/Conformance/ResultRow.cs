namespace Zhar.Eng.Conformance;

internal enum Outcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>One row of a result file: one test method with one set of arguments.</summary>
/// <param name="Assertions">As the test itself reported it; 0 when it reported nothing.</param>
/// <param name="Text">What the test wrote, and why it failed or was skipped.</param>
internal sealed record ResultRow(string Method, string DisplayName, Outcome Outcome, int Assertions, string Text = "");
