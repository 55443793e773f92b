using Zhar.Benchmarks;
using Zhar.Benchmarks.Children;
using Zhar.Data.Benchmarks;

return args switch
{
    ["data", .. var rest] => await DataSuite.Run(Options.Parse(rest)),
    ["--child", var name, .. var rest] => await Child.RunHere(DataSuite.Scenarios[name], rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"""
        usage: data [--json] [--quick] [--rows a,b]
          --json    one JSON object per line instead of a table
          --quick   fewer and shorter rounds; under 2 minutes
          --rows    only these chapters: {string.Join(", ", DataSuite.Chapters.Select(c => c.Name))}; sqlite:get is one operation of one chapter
        """);
    return 2;
}
