namespace Zhar.Benchmarks;

/// <summary>One run: what was asked for, and the rows so far. Each row is printed as soon as it is known.</summary>
internal sealed class Session(Options options)
{
    private readonly List<Row> _rows = [];

    internal Options Options => options;

    internal IReadOnlyList<Row> Rows => _rows;

    internal void Add(Row row)
    {
        _rows.Add(row);
        Console.Out.WriteLine(options.Json ? row.ToJson() : row.ToText());
        Console.Out.Flush();
    }

    /// <summary>What is going on, for whoever watches; never part of the result.</summary>
    internal static void Say(string text) => Console.Error.WriteLine("# " + text);
}
