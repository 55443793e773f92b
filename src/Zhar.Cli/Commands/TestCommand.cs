using System.CommandLine;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar test</c>: builds and runs the tests.</summary>
internal static class TestCommand
{
    /// <summary>What the test runner ends with when there was nothing for it to do.</summary>
    private const int NoTestRan = 8;

    internal static Command Make(Terminal terminal, string folder)
    {
        var rest = new Argument<string[]>("arguments") { Description = "A word: only tests whose class or method has it in its name. What begins with -- goes to the test runner, such as --list-tests.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("test", "Builds and runs the tests.") { rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var app = AppProject.Find(folder);
            if (!File.Exists(app.TestProject))
                throw new CliException($"The application has no tests: there is no {Path.GetRelativePath(app.Folder, app.TestProject)}.");
            await AppBuild.Build(terminal, app.TestProject, cancellationToken).ConfigureAwait(false);
            var words = parsed.GetValue(rest) ?? [];
            var code = await DotNet.Attach(AppBuild.Program(app.TestProject), [.. Arguments(words), .. parsed.UnmatchedTokens], app.Folder, AppBuild.Environment("Test"), cancellationToken).ConfigureAwait(false);
            if (code == NoTestRan)
                terminal.Error(words is [['-', ..], ..] or [] ? "No test ran." : $"No test ran: none has '{words[0]}' in the name of its class or its method.", "zhar test --list-tests");
            return code;
        });
        return command;
    }

    /// <summary>A word filters by name; <c>MyContext.Test_name</c> as well.</summary>
    internal static IEnumerable<string> Arguments(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words[0].StartsWith('-'))
            return words;
        return ["--filter-query", $"/*/*/*{words[0]}*/*", $"/*/*/*/*{words[0]}*", .. words.Skip(1)]; // one or the other
    }
}
