namespace Zhar.Eng.Conformance.Mutants;

/// <summary>Tries every listed mutant, or the named ones, and prints how each fared.</summary>
internal static class MutantsCommand
{
    public static async Task<int> Run(string root, IReadOnlyList<string> names, TextWriter output, CancellationToken cancellationToken)
    {
        var mutants = Select(MutantList.Parse(File.ReadAllText(Path.Combine(root, MutantList.File))), names);

        using var tree = ScratchTree.CopyOf(root);
        var run = new MutantRun(tree, new ConformanceProject(tree.Root));
        if (mutants.Count > 0)
            await run.CheckBaseline(mutants, cancellationToken);

        var killed = 0;
        foreach (var mutant in mutants)
        {
            var verdict = await run.Try(mutant, cancellationToken);
            killed += verdict.IsKilled ? 1 : 0;
            output.WriteLine(verdict);
        }

        output.WriteLine($"{killed} of {mutants.Count} mutants killed");
        return mutants.Count > 0 && killed == mutants.Count ? 0 : 1;
    }

    private static IReadOnlyList<Mutant> Select(IReadOnlyList<Mutant> all, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return all;

        if (names.FirstOrDefault(name => all.All(m => m.Name != name)) is { } unknown)
            throw new ConformanceException($"No mutant is called '{unknown}'. '{MutantList.File}' has: {string.Join(", ", all.Select(m => m.Name))}.");

        return [.. all.Where(m => names.Contains(m.Name))];
    }
}
