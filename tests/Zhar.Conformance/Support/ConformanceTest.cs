using Xunit;

namespace Zhar.Conformance;

/// <summary>Base of every class of conformance cases: counts each case's assertions and reports them with its result.</summary>
/// <remarks>
/// The runner prints a case without an assertion as <c>missing</c>, so a body that was emptied cannot pass.
/// An assertion inside a process, which has no async-local values of the test, still checks but counts only when it is
/// made inside <see cref="Counted"/>. Prefer to send what was seen back to the test and to check it there.
/// </remarks>
public abstract class ConformanceTest : IAsyncLifetime
{
    /// <summary>Milliseconds after which a case counts as failed: one that waits for ever must not hide the others. Far beyond what any takes.</summary>
    protected const int Limit = 60_000;

    private readonly AssertionCounter _assertions = new();

    protected ConformanceTest(ITestOutputHelper output)
    {
        Output = output;

        // Set here, not in InitializeAsync: what an async method sets is undone when it returns.
        AssertionCounter.Current = _assertions;
    }

    protected ITestOutputHelper Output { get; }

    /// <summary>Prepares the case. An override that is async may use <see cref="Check"/> as the case itself does.</summary>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Reports the number of assertions. An override cleans up first and calls this last.</summary>
    public virtual ValueTask DisposeAsync()
    {
        Output.WriteLine($"assertions: {_assertions.Count}");
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs <paramref name="checks"/>, which may be called from a process, with its assertions counted for this case.</summary>
    protected void Counted(Action checks)
    {
        var before = AssertionCounter.Current;
        AssertionCounter.Current = _assertions;
        try
        {
            checks();
        }
        finally
        {
            AssertionCounter.Current = before;
        }
    }
}
