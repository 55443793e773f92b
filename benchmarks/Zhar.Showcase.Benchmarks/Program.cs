using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Showcase.Chapters;
using Zhar.Benchmarks.Showcase.Clients;
using Zhar.Benchmarks.Showcase.Servers;

namespace Zhar.Benchmarks.Showcase;

/// <summary><c>./dev bench showcase</c>.</summary>
internal static class Program
{
    private static readonly Suite Suite = new("showcase", "The showcase under load", [new FiveHundredUsers()]);

    private static async Task<int> Main(string[] args) => args switch
    {
        ["showcase", .. var rest] => await Suite.Run(Options.Parse(rest)),
        ["--child", "client"] => await Child.RunHere(static _ => ClientProgram.Run(), []),
        ["--child", ShowcaseServer.Scenario, var port] => await ShowcaseServer.RunHere(port),
        _ => Usage(),
    };

    private static int Usage()
    {
        Console.Error.WriteLine("""
            usage: showcase [--json] [--quick]
              --json    one JSON object per line instead of a table
              --quick   100 users for ten seconds
            """);
        return 2;
    }
}
