using System.CommandLine;
using Zhar.Cli.Names;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;
using Zhar.Cli.Templates;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar new</c>: makes an application.</summary>
internal static class NewCommand
{
    private static readonly string[] Databases = ["sqlite", "postgres", "mysql", "none"];

    internal static Command Make(Terminal terminal, string folder)
    {
        var path = new Argument<string>("path") { Description = "The folder to make; its name is the name of the application." };
        var database = new Option<string>("--database") { Description = "sqlite (a file, nothing to install), postgres, mysql (and MariaDB), or none.", DefaultValueFactory = static _ => "sqlite" };
        database.CompletionSources.Add(Databases);
        var noEcto = new Option<bool>("--no-ecto") { Description = "No database, as --database none." };
        var noLive = new Option<bool>("--no-live") { Description = "No live pages." };
        var noHtml = new Option<bool>("--no-html") { Description = "No pages at all: JSON and sockets." };
        var api = new Option<bool>("--api") { Description = "For an API: as --no-html." };
        var binaryId = new Option<bool>("--binary-id") { Description = "UUIDs as primary keys of generated schemas." };
        var module = new Option<string?>("--module") { Description = "The name in code, when it is not that of the folder." };
        var command = new Command("new", "Makes an application.") { path, database, noEcto, noLive, noHtml, api, binaryId, module };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = parsed.GetValue(noEcto) ? "none" : parsed.GetValue(database)!; // it has a default
            if (!Databases.Contains(chosen))
                throw new CliException($"There is no database '{chosen}'. There are: {string.Join(", ", Databases)}.", $"zhar new {parsed.GetValue(path)} --database sqlite");
            var html = !parsed.GetValue(noHtml) && !parsed.GetValue(api);
            var options = new NewOptions(chosen, html, html && !parsed.GetValue(noLive), parsed.GetValue(binaryId));
            await Run(terminal, folder, parsed.GetValue(path)!, parsed.GetValue(module), options, cancellationToken).ConfigureAwait(false); // it is required
            return 0;
        });
        return command;
    }

    /// <summary>Makes the application, all of it or nothing.</summary>
    internal static async Task Run(Terminal terminal, string folder, string path, string? module, NewOptions options, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(Path.Combine(folder, path));
        var name = AppName.Parse(path is "." or "./" ? target : path, module);
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any(static e => Path.GetFileName(e) != ".git")))
            throw new CliException($"{target} exists already, and is not empty. Nothing was written.", $"zhar new {name.Underscored}_2");
        if (AppProject.Around(target) is { } outer)
            throw new CliException($"{target} lies in the application {outer.Module}, which would compile the files of the new one as its own. Nothing was written.", $"cd {Path.GetDirectoryName(outer.Folder) ?? outer.Folder}, then zhar new {Path.GetFileName(target)}");
        await DotNet.RequireSdk(folder, cancellationToken).ConfigureAwait(false);

        var version = ToolVersion.Current;
        var files = TemplateSet.Render(name, options.Symbols, version);
        if (UserFeed.Has(version))
            files.Add("nuget.config", UserFeed.Config);
        FileSet.WriteNew(target, files);

        foreach (var file in files.Keys)
            terminal.File("create", file);
        terminal.Line();
        terminal.Done($"{name.Module} is ready.");
        terminal.Line();
        if (Path.GetRelativePath(folder, target) is not "." and var place)
            terminal.Next($"cd {place}");
        if (options.Database is "postgres" or "mysql")
            terminal.Next("zhar db create");
        terminal.Next("zhar server");
        terminal.Line();
        terminal.Line("Then open http://localhost:4000. More: zhar --help");
    }
}
