using Zhar.Cli.Names;

namespace Zhar.Cli.Tests;

/// <summary>What somebody sees who does not know the commands, or mistypes one.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "Commands:")]
    [InlineData("help", "Commands:")]
    [InlineData("--help", "Commands:")]
    [InlineData("help gen", "--undo")]
    [InlineData("help gen live", "<context> <schema> <table>")]
    [InlineData("help help", "help [<command>...]")]
    public async Task Help_is_shown_to_whoever_asks_in_front_or_says_nothing(string line, string what)
    {
        var run = await CliRun.Of(_folder.Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(what, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mgrate", "There is no command 'mgrate'.", "zhar migrate")]
    [InlineData("serve --port 4001", "There is no command 'serve'.", "zhar server --port 4001")]
    [InlineData("gne live Catalog Product products name", "There is no command 'gne'.", "zhar gen live Catalog Product products name")]
    [InlineData("gen lvie Catalog Product products name", "There is no command 'gen lvie'.", "zhar gen live Catalog Product products name")]
    [InlineData("generate live", "There is no command 'generate'.", "zhar gen live")]
    [InlineData("db craete", "There is no command 'db craete'.", "zhar db create")]
    [InlineData("db lorem", "There is no command 'db lorem'.", "zhar db --help")]
    [InlineData("lorem", "There is no command 'lorem'.", "zhar --help")]
    [InlineData("help mgrate", "There is no command 'mgrate'.", "zhar help migrate")]
    [InlineData("help lorem", "There is no command 'lorem'.", "zhar --help")]
    [InlineData("db", "What is to be done with the database? create, drop, reset or seed.", "zhar db --help")]
    public async Task A_mistyped_command_is_named_with_the_one_that_was_meant(string line, string why, string next)
    {
        var run = await CliRun.Of(_folder.Path, line.Split(' '));

        Assert.Equal((1, $"error: {why}\n  next: {next}\n"), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("same", "same", 0)]
    [InlineData("same", "Same", 0)]
    [InlineData("gne", "gen", 1)]
    [InlineData("mgrate", "migrate", 1)]
    [InlineData("", "db", 2)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_letters(string a, string b, int distance) => Assert.Equal((distance, distance), (Nearest.Distance(a, b), Nearest.Distance(b, a)));
}
