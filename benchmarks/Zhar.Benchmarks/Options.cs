namespace Zhar.Benchmarks;

/// <summary>What the command line asked for.</summary>
internal sealed record Options(bool Json, bool Quick, string[] Rows)
{
    /// <summary>Only a full run is worth keeping as a result.</summary>
    internal bool IsFull => !Quick && Rows.Length == 0;

    internal int Rounds => Quick ? 3 : 7;

    internal static Options Parse(string[] args)
    {
        var options = new Options(false, false, []);
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--json" => options with { Json = true },
                "--quick" => options with { Quick = true },
                "--rows" when i + 1 < args.Length => options with { Rows = args[++i].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                var other => Refuse(other),
            };
        }

        return options;
    }

    private static Options Refuse(string argument)
    {
        Console.Error.WriteLine(argument == "--rows" ? "--rows takes the names of chapters: --rows calls,spawn" : $"There is no option '{argument}'. There are --json, --quick and --rows a,b.");
        Environment.Exit(2);
        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>Whether a part of a chapter was asked for, as in <c>peers:ring</c>.</summary>
    internal bool Wants(string chapter, string part)
    {
        var parts = Rows.Where(r => r.StartsWith(chapter + ":", StringComparison.OrdinalIgnoreCase)).Select(r => r[(chapter.Length + 1)..]).ToList();
        return parts.Count == 0 || parts.Contains(part, StringComparer.OrdinalIgnoreCase);
    }
}
