namespace Zhar.Eng.Conformance.Mutants;

/// <summary>A fault to put into the source on purpose.</summary>
/// <param name="Breaks">What the fault does wrong, for the reader of the report.</param>
/// <param name="File">Path below the root of the repository.</param>
/// <param name="Find">Text that stands in the file exactly once.</param>
/// <param name="Cases">Cases of which at least one has to turn red.</param>
internal sealed record Mutant(string Name, string Breaks, string File, string Find, string Replace, IReadOnlyList<string> Cases)
{
    /// <summary>The file's text with the fault in it.</summary>
    /// <exception cref="ConformanceException">The text to replace is not there exactly once.</exception>
    public string ApplyTo(string source)
    {
        var first = source.IndexOf(Find, StringComparison.Ordinal);
        if (first < 0)
            throw new ConformanceException($"Mutant '{Name}': its text to find is not in '{File}'. The source has moved on; update the mutant.");

        if (source.IndexOf(Find, first + 1, StringComparison.Ordinal) >= 0)
            throw new ConformanceException($"Mutant '{Name}': its text to find stands in '{File}' more than once. Take in more of the text around it.");

        return string.Concat(source.AsSpan(0, first), Replace, source.AsSpan(first + Find.Length));
    }
}
