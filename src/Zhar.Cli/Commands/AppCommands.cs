using System.CommandLine;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Commands;

/// <summary>The commands that the application itself carries out: its program is built and called with them.</summary>
internal static class AppCommands
{
    internal static Command Routes(Terminal terminal, string folder)
    {
        var words = Words("A word that the path or the action has in it, or a request: GET /users/1");
        return With(new Command("routes", "Lists the routes.") { words }, terminal, folder, needsData: false, p => ["routes", .. p.GetValue(words) ?? []]);
    }

    internal static Command Migrate(Terminal terminal, string folder)
    {
        var step = new Option<int?>("--step") { Description = "Only so many." };
        var to = new Option<string?>("--to") { Description = "Only up to this version." };
        return With(new Command("migrate", "Applies the migrations that are missing.") { step, to }, terminal, folder, needsData: true, p => ["migrate", .. Option("step", p.GetValue(step)?.ToString(System.Globalization.CultureInfo.InvariantCulture)), .. Option("to", p.GetValue(to))]);
    }

    internal static Command Rollback(Terminal terminal, string folder)
    {
        var step = new Option<int?>("--step") { Description = "So many. Default: one." };
        var to = new Option<string?>("--to") { Description = "Down to this version, and that one too." };
        var all = new Option<bool>("--all") { Description = "All of them." };
        return With(new Command("rollback", "Takes the last migration back.") { step, to, all }, terminal, folder, needsData: true, p =>
            ["rollback", .. Option("step", p.GetValue(step)?.ToString(System.Globalization.CultureInfo.InvariantCulture)), .. Option("to", p.GetValue(to)), .. p.GetValue(all) ? (string[])["--all"] : []]);
    }

    internal static Command Migrations(Terminal terminal, string folder) =>
        With(new Command("migrations", "Lists the migrations and whether they are applied."), terminal, folder, needsData: true, static _ => ["migrations"]);

    internal static Command Database(Terminal terminal, string folder)
    {
        var force = new Option<bool>("--force") { Description = "In production too." };
        string[] Force(ParseResult p) => p.GetValue(force) ? ["--force"] : [];
        var command = new Command("db", "The database itself: create, drop, reset, seed.")
        {
            With(new Command("create", "Creates the database."), terminal, folder, needsData: true, static _ => ["db.create"]),
            With(new Command("drop", "Drops the database with all its data.") { force }, terminal, folder, needsData: true, p => ["db.drop", .. Force(p)]),
            With(new Command("reset", "Drops the database, creates it, migrates it and fills it.") { force }, terminal, folder, needsData: true, p => ["db.reset", .. Force(p)]),
            With(new Command("seed", "Runs the seeds."), terminal, folder, needsData: true, static _ => ["db.seed"]),
        };
        command.SetAction(static int (_) => throw new CliException("What is to be done with the database? create, drop, reset or seed.", "zhar db --help"));
        return command;
    }

    internal static Command Run(Terminal terminal, string folder)
    {
        var words = Words("The command of the application and its arguments. Without one: the list of them.");
        var command = With(new Command("run", "Runs a command that the application has added in Program.cs.") { words }, terminal, folder, needsData: false, p => p.GetValue(words) is { Length: > 0 } given ? [.. given, .. p.UnmatchedTokens] : ["help"], ownsErrors: false);
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    private static Argument<string[]> Words(string description) => new("words") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    private static string[] Option(string name, string? value) => value is null ? [] : [$"--{name}={value}"];

    // What the commands of the libraries write as an error is shown as one of this command; a command of the user's own writes what it likes, when it likes.
    private static Command With(Command command, Terminal terminal, string folder, bool needsData, Func<ParseResult, string[]> arguments, bool ownsErrors = true)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var app = AppProject.Find(folder);
            if (needsData && !app.HasData)
                throw new CliException($"{app.Module} has no database.", $"zhar new {app.Underscored} --database sqlite");
            await AppBuild.Build(terminal, app.File, cancellationToken, isQuiet: !terminal.IsInteractive).ConfigureAwait(false);
            var (program, environment) = (AppBuild.Program(app.File), AppBuild.Environment("Development"));
            if (!ownsErrors)
                return await DotNet.Attach(program, arguments(parsed), app.Folder, environment, cancellationToken).ConfigureAwait(false);
            var (code, errors) = await DotNet.AttachOutput(program, arguments(parsed), app.Folder, environment, cancellationToken).ConfigureAwait(false);
            if (code != 0 && errors.Length > 0)
                terminal.Error(errors);
            else
                terminal.ErrorText(errors);
            return code;
        });
        return command;
    }
}
