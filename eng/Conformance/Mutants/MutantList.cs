namespace Zhar.Eng.Conformance.Mutants;

/// <summary>Reads the list of mutants; its head explains the format.</summary>
internal static class MutantList
{
    public const string File = "eng/Conformance/mutants.txt";

    private static readonly string[] Fields = ["mutant", "breaks", "file", "cases", "find", "replace"];

    public static IReadOnlyList<Mutant> Parse(string text)
    {
        var mutants = new List<Mutant>();
        var lines = new LineReader(text);
        Dictionary<string, string>? fields = null;

        while (lines.Next() is { } line)
        {
            if (line.Length == 0 || line.StartsWith('#'))
                continue;

            var (name, value) = SplitField(line, lines.Number);
            if (name == "mutant")
            {
                Finish(fields, mutants);
                fields = [];
            }

            if (fields is null)
                throw new ConformanceException($"Line {lines.Number} of the mutants: a mutant begins with 'mutant: its name', not with '{name}:'.");

            if (!fields.TryAdd(name, name is "find" or "replace" ? ReadBlock(lines, value) : value))
                throw new ConformanceException($"Line {lines.Number} of the mutants: '{name}' stands twice in mutant '{fields["mutant"]}'.");
        }

        Finish(fields, mutants);
        return mutants;
    }

    private static (string Name, string Value) SplitField(string line, int number)
    {
        if (line.IndexOf(':') is > 0 and var colon && Fields.Contains(line[..colon]))
            return (line[..colon], line[(colon + 1)..].Trim());

        throw new ConformanceException($"Line {number} of the mutants is '{line}'. Expected one of {string.Join(", ", Fields)}, then a colon.");
    }

    // find and replace are followed by lines between <<< and >>>, kept as they are, indentation included.
    private static string ReadBlock(LineReader lines, string value)
    {
        if (value.Length > 0 || lines.Next() != "<<<")
            throw new ConformanceException($"Line {lines.Number} of the mutants: the text of find and replace starts on its own line, after a line '<<<'.");

        var start = lines.Number;
        var block = new List<string>();
        while (lines.Next() is { } line)
        {
            if (line == ">>>")
                return string.Join('\n', block);

            block.Add(line);
        }

        throw new ConformanceException($"Line {start} of the mutants opens a text with '<<<' that no line '>>>' closes.");
    }

    private static void Finish(Dictionary<string, string>? fields, List<Mutant> mutants)
    {
        if (fields is null)
            return;

        var name = fields["mutant"];
        if (Fields.FirstOrDefault(f => !fields.ContainsKey(f)) is { } absent)
            throw new ConformanceException($"Mutant '{name}' has no '{absent}:'.");

        if (mutants.Any(m => m.Name == name))
            throw new ConformanceException($"Two mutants are called '{name}'.");

        var cases = fields["cases"].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (cases.Length == 0 || cases.FirstOrDefault(c => !CaseId.IsValid(c)) is { })
            throw new ConformanceException($"Mutant '{name}' has the cases '{fields["cases"]}'. Expected ids such as PRC-001, with spaces between them.");

        if (fields["find"].Length == 0 || fields["find"] == fields["replace"])
            throw new ConformanceException($"Mutant '{name}' changes nothing: 'find' is empty or the same as 'replace'.");

        mutants.Add(new Mutant(name, fields["breaks"], fields["file"], fields["find"], fields["replace"], cases));
    }

    private sealed class LineReader(string text)
    {
        private readonly string[] _lines = text.ReplaceLineEndings("\n").Split('\n');

        public int Number { get; private set; }

        public string? Next() => Number < _lines.Length ? _lines[Number++] : null;
    }
}
