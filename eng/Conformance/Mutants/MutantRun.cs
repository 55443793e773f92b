namespace Zhar.Eng.Conformance.Mutants;

/// <summary>How a mutant fared.</summary>
/// <param name="KilledBy">The cases that turned red; empty when it survived.</param>
internal sealed record MutantVerdict(Mutant Mutant, IReadOnlyList<string> KilledBy, string Note = "")
{
    public bool IsKilled => KilledBy.Count > 0;

    public override string ToString()
    {
        var fate = IsKilled ? $"killed by {string.Join(", ", KilledBy)}" : "SURVIVED";
        return $"{Mutant.Name}: {fate}{(Note.Length > 0 ? $" ({Note})" : "")} - {Mutant.Breaks}";
    }
}

/// <summary>Puts mutants into a scratch tree one at a time and runs the cases that should notice.</summary>
internal sealed class MutantRun(ScratchTree tree, IConformanceProject project)
{
    // A fault may well make a case wait for ever; that counts as noticed.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Checks that the cases are green without any fault; else a red case would prove nothing.</summary>
    public async Task CheckBaseline(IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken)
    {
        // All texts are looked for first, so that a stale list shows at once and not after the tenth build.
        foreach (var mutant in mutants)
            tree.Apply(mutant).Dispose();

        Check(await project.Build(cancellationToken), "The unchanged source");
        string[] cases = [.. mutants.SelectMany(m => m.Cases).Distinct().Order(StringComparer.Ordinal)];
        var run = await project.Run(cases, Timeout.InfiniteTimeSpan, cancellationToken);
        if (RedCases(cases, run) is [_, ..] red)
            throw new ConformanceException($"{run.Output}\nRed before any fault was put in: {string.Join(", ", red)}. Make these pass first.");
    }

    public async Task<MutantVerdict> Try(Mutant mutant, CancellationToken cancellationToken)
    {
        using var applied = tree.Apply(mutant);
        Check(await project.Rebuild(mutant.File, cancellationToken), $"Mutant '{mutant.Name}'");
        var run = await project.Run(mutant.Cases, Limit, cancellationToken);

        return new MutantVerdict(mutant, RedCases(mutant.Cases, run), run switch
        {
            { TimedOut: true } => $"stopped after {Limit.TotalSeconds:0} s",
            { HasResults: false } => "the run crashed",
            _ => "",
        });
    }

    // A mutant that does not compile is a mistake in the list, not a fault that a case has noticed.
    private static void Check(ToolResult build, string what)
    {
        if (!build.Succeeded)
            throw new ConformanceException($"{build.Output}\n{what} does not build.");
    }

    // A run that was stopped or crashed has no results for its cases, and all of them count as red.
    private static IReadOnlyList<string> RedCases(IReadOnlyList<string> cases, CaseRun run)
    {
        var report = CaseReport.Create([.. cases.Select(id => new CatalogueCase(id, ""))], run.Results);
        return [.. report.Verdicts.Where(v => v.Status != CaseStatus.Pass).Select(v => v.Case.Id)];
    }
}
