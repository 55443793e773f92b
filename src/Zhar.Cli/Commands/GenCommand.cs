using System.CommandLine;
using System.Security.Cryptography;
using Zhar.Cli.Generators;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar gen</c>: generates parts of an application, and takes them back.</summary>
internal static class GenCommand
{
    internal static Command Make(Terminal terminal, string folder)
    {
        var undo = new Option<bool>("--undo") { Description = "Takes back what was generated last." };
        var force = new Option<bool>("--force") { Description = "With --undo: even if the files were changed since, or the migration is applied." };
        var command = new Command("gen", "Generates parts of an application. --undo takes the last one back.")
        {
            undo, force,
            OfResource(terminal, folder, "html", "Pages of a controller, with context, schema, migration and tests.", true, static (g, c, r) => HtmlGenerator.Add(g, c, r)),
            OfResource(terminal, folder, "live", "Live pages, with context, schema, migration and tests.", true, static (g, c, r) => LiveGenerator.Add(g, c, r)),
            OfResource(terminal, folder, "json", "A JSON API, with context, schema, migration and tests.", true, static (g, c, r) => JsonGenerator.Add(g, c, r)),
            OfResource(terminal, folder, "context", "A context with its functions, schema, migration and tests.", false, static (_, _, _) => { }),
            Schema(terminal, folder),
            Migration(terminal, folder),
            Named(terminal, folder, "server", "A GenServer in the supervision tree, with tests.", "Its name: Counter", ProcessGenerator.AddServer),
            Named(terminal, folder, "channel", "A channel, its socket, and tests.", "Its name: Room", ProcessGenerator.AddChannel),
            Auth(terminal, folder),
            Secret(terminal),
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!parsed.GetValue(undo))
                throw new CliException("What is to be generated? html, live, json, context, schema, migration, server, channel, auth or secret.", "zhar gen --help");
            await UndoLog.Undo(AppProject.Find(folder), terminal, parsed.GetValue(force), cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static Command OfResource(Terminal terminal, string folder, string name, string description, bool isWeb, Action<Generation, string, Resource> add)
    {
        var context = new Argument<string>("context") { Description = "The part of the program that it belongs to: Catalog" };
        var schema = new Argument<string>("schema") { Description = "The schema: Product" };
        var table = new Argument<string>("table") { Description = "The table, its plural: products" };
        var fields = Fields();
        var noContext = new Option<bool>("--no-context") { Description = "Only the web side: context and schema are there already." };
        var command = new Command(name, description) { context, schema, table, fields };
        if (isWeb)
            command.Add(noContext);
        command.SetAction(parsed =>
        {
            var app = AppProject.Find(folder);
            var (contextName, schemaName, tableName) = (parsed.GetValue(context)!, parsed.GetValue(schema)!, parsed.GetValue(table)!); // all required
            var generation = new Generation(app, $"gen {name} {contextName} {schemaName} {tableName} {string.Join(' ', parsed.GetValue(fields) ?? [])}".TrimEnd());
            var resource = Resource.Parse(app, schemaName, tableName, parsed.GetValue(fields) ?? []);
            if (!parsed.GetValue(noContext))
            {
                ContextGenerator.Add(generation, contextName, resource);
                SchemaGenerator.Add(generation, resource, contextName, TimeProvider.System);
            }

            add(generation, contextName, resource);
            generation.Apply(terminal);
            return 0;
        });
        return command;
    }

    private static Command Schema(Terminal terminal, string folder)
    {
        var schema = new Argument<string>("schema") { Description = "The schema, with its context: Catalog.Product" };
        var table = new Argument<string>("table") { Description = "The table, its plural: products" };
        var fields = Fields();
        var command = new Command("schema", "A schema with its migration.") { schema, table, fields };
        command.SetAction(parsed =>
        {
            var app = AppProject.Find(folder);
            var parts = parsed.GetValue(schema)!.Split('.'); // required
            if (parts.Length > 2)
                throw new CliException($"'{parsed.GetValue(schema)}' has more than a context and a schema.", "zhar gen schema Catalog.Product products name");
            var generation = new Generation(app, $"gen schema {parsed.GetValue(schema)} {parsed.GetValue(table)} {string.Join(' ', parsed.GetValue(fields) ?? [])}".TrimEnd());
            var resource = Resource.Parse(app, parts[^1], parsed.GetValue(table)!, parsed.GetValue(fields) ?? []); // required
            if (parts.Length == 2)
                Resource.CheckType(app, parts[0], "context");
            SchemaGenerator.Add(generation, resource, parts.Length == 2 ? parts[0] : resource.Plural, TimeProvider.System);
            generation.Apply(terminal);
            return 0;
        });
        return command;
    }

    private static Command Migration(Terminal terminal, string folder)
    {
        var name = new Argument<string>("name") { Description = "What it does: add_price_to_products" };
        var fields = Fields();
        var command = new Command("migration", "A migration.") { name, fields };
        command.SetAction(parsed =>
        {
            var app = AppProject.Find(folder);
            if (!app.HasData)
                throw new CliException($"{app.Module} has no database.", $"zhar new {app.Underscored} --database sqlite");
            var generation = new Generation(app, $"gen migration {parsed.GetValue(name)}");
            MigrationGenerator.Add(generation, parsed.GetValue(name)!, parsed.GetValue(fields) ?? [], TimeProvider.System); // required
            generation.Apply(terminal);
            return 0;
        });
        return command;
    }

    private static Command Named(Terminal terminal, string folder, string name, string description, string argument, Action<Generation, string> add)
    {
        var named = new Argument<string>("name") { Description = argument };
        var command = new Command(name, description) { named };
        command.SetAction(parsed =>
        {
            var generation = new Generation(AppProject.Find(folder), $"gen {name} {parsed.GetValue(named)}");
            add(generation, parsed.GetValue(named)!); // required
            generation.Apply(terminal);
            return 0;
        });
        return command;
    }

    private static Command Auth(Terminal terminal, string folder)
    {
        var command = new Command("auth", "Sign-up and log-in: magic link, password, confirmation, sudo mode, with their pages and tests.");
        command.SetAction(_ =>
        {
            var generation = new Generation(AppProject.Find(folder), "gen auth");
            AuthGenerator.Add(generation, TimeProvider.System);
            generation.Apply(terminal);
            return 0;
        });
        return command;
    }

    private static Command Secret(Terminal terminal)
    {
        var command = new Command("secret", "Prints a secret for SECRET_KEY_BASE.");
        command.SetAction(_ =>
        {
            terminal.Line(Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)));
            return 0;
        });
        return command;
    }

    private static Argument<string[]> Fields() => new("fields")
    {
        Description = $"name:type, such as price:decimal, email:string:unique, status:enum:draft:published, user_id:references:users. Types: {FieldKind.Names}. Behind it: unique, optional, redact.",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
