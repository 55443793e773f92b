using System.Globalization;
using System.Text.RegularExpressions;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Generators;

/// <summary>
/// Which migrations of a generation the database has. A migration that is deleted while it is applied cannot be rolled back any more, and its table is in the way of the next one.
/// </summary>
internal static partial class AppliedMigrations
{
    /// <summary>What the program's command says when there is no database yet.</summary>
    private const string NoDatabase = "Create it first";

    /// <summary>Refuses to take files back of which a migration is applied, or may be.</summary>
    /// <param name="app">The application.</param>
    /// <param name="terminal">Where a build shows.</param>
    /// <param name="made">The files that were generated, by their paths.</param>
    /// <param name="cancellationToken">Ends the build and the question.</param>
    /// <exception cref="CliException">One is applied, or the program could not say.</exception>
    internal static async Task RequireNone(AppProject app, Terminal terminal, IReadOnlyDictionary<string, string> made, CancellationToken cancellationToken)
    {
        var migrations = Of(app, made);
        if (migrations.Count == 0)
            return;
        var applied = await Ask(app, terminal, migrations, cancellationToken).ConfigureAwait(false);
        var first = migrations.OrderBy(static m => m.Key).FirstOrDefault(m => applied.Contains(m.Key));
        if (first.Value is null)
            return;

        // Rollback takes the newest one; when that is another one, all down to this.
        var rollback = applied.Max() == first.Key ? "zhar rollback" : $"zhar rollback --to {first.Key.ToString(CultureInfo.InvariantCulture)}";
        throw new CliException($"{first.Value} is applied to the database. Nothing was touched.", $"{rollback}, then zhar gen --undo (or leave the database as it is: zhar gen --undo --force)");
    }

    /// <summary>The migrations among generated files by their versions; a version may have been changed since.</summary>
    private static Dictionary<long, string> Of(AppProject app, IReadOnlyDictionary<string, string> made)
    {
        var migrations = new Dictionary<long, string>();
        foreach (var (path, text) in made.Where(m => m.Key.StartsWith($"{app.Module}/Migrations/", StringComparison.Ordinal)))
        {
            if (MigrationGenerator.VersionOf(File.Exists(app.PathOf(path)) ? File.ReadAllText(app.PathOf(path)) : text) is { } version)
                migrations[version] = Path.GetFileNameWithoutExtension(path);
        }

        return migrations;
    }

    /// <summary>The versions that the database has. The program tells those too that it does not know, so it need not be built anew.</summary>
    private static async Task<HashSet<long>> Ask(AppProject app, Terminal terminal, Dictionary<long, string> migrations, CancellationToken cancellationToken)
    {
        var program = AppBuild.Program(app.File);
        var names = string.Join(", ", migrations.Values);
        if (!File.Exists(program))
        {
            if (app.Database == "sqlite" && !Directory.EnumerateFiles(app.Folder, "*.db", SearchOption.AllDirectories).Any())
                return []; // never built here, and no file that could be its database
            try
            {
                await AppBuild.Build(terminal, app.File, cancellationToken).ConfigureAwait(false);
            }
            catch (CliException e)
            {
                throw NoAnswer(names, e.Message);
            }
        }

        var (code, said) = await DotNet.Capture(program, ["migrations"], app.Folder, AppBuild.Environment("Development"), cancellationToken).ConfigureAwait(false);
        if (code != 0 && said.Contains(NoDatabase, StringComparison.Ordinal))
            return [];
        if (code != 0)
            throw NoAnswer(names, said);
        return [.. Applied().Matches(said).Select(static m => long.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];
    }

    private static CliException NoAnswer(string names, string why) => new(
        $"The program could not say whether {names} is applied to the database. Nothing was touched.\n\n{why.Trim()}\n",
        "mend that, or if it is not applied, or stays for good: zhar gen --undo --force");

    /// <summary>A line of the program's command <c>migrations</c>.</summary>
    [GeneratedRegex(@"^up +(\d+) ", RegexOptions.Multiline)]
    private static partial Regex Applied();
}
