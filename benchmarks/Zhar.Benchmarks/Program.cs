using Zhar.Benchmarks;
using Zhar.Benchmarks.Children;

return args switch
{
    ["core", .. var rest] => await CoreSuite.Run(Options.Parse(rest)),
    ["--child", var name, .. var rest] => await Child.RunHere(Scenarios.All[name], rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"""
        usage: core [--json] [--quick] [--rows a,b]
          --json    one JSON object per line instead of a table
          --quick   fewer and shorter rounds, no peers, a tenth of the million; under 2 minutes
          --rows    only these chapters: {string.Join(", ", CoreSuite.Chapters.Select(c => c.Name))}
        """);
    return 2;
}
