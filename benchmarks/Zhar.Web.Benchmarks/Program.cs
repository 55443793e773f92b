using Zhar.Benchmarks;
using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Web;
using Zhar.Benchmarks.Web.Clients;
using Zhar.Benchmarks.Web.Servers;

return args switch
{
    ["web", .. var rest] => await WebSuite.Run(Options.Parse(rest)),
    ["--child", "client"] => await Child.RunHere(static _ => ClientProgram.Run(), []),
    ["--child", var server, .. var rest] => await Child.RunHere(ServerPrograms.All[server], rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"""
        usage: web [--json] [--quick] [--rows a,b]
          --json    one JSON object per line instead of a table
          --quick   fewer and shorter rounds, fewer sockets; under 2 minutes
          --rows    only these chapters: {string.Join(", ", WebSuite.Chapters.Select(c => c.Name))}
        """);
    return 2;
}
