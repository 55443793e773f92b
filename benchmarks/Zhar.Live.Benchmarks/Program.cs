using Zhar.Benchmarks;
using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Live;
using Zhar.Benchmarks.Live.Clients;
using Zhar.Benchmarks.Web.Servers;

return args switch
{
    ["live", .. var rest] => await LiveSuite.Run(Options.Parse(rest)),
    ["--child", "client"] => await Child.RunHere(static _ => ClientProgram.Run(), []),
    ["--child", var server, .. var rest] => await Child.RunHere(ServerPrograms.All[server], rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"""
        usage: live [--json] [--quick] [--rows a,b]
          --json    one JSON object per line instead of a table
          --quick   fewer and shorter rounds, fewer pages; under 2 minutes
          --rows    only these chapters: {string.Join(", ", LiveSuite.Chapters.Select(c => c.Name))}
        """);
    return 2;
}
