using Zhar.Cli.Names;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Generators;

/// <summary>A schema with its table, its fields and all the names that the code about it uses.</summary>
internal sealed class Resource
{
    /// <summary>Names by which the application's own code, its tests included, means something else; they would hide that.</summary>
    private static readonly string[] Taken =
    [
        "Application", "Repo", "Endpoint", "Router", "Layouts", "Telemetry", "Migrations", "Seeds", "Tests", "Status", "Page", "Home",
        "Params", "Session", "Conn", "Html", "Form", "Changeset", "Query", "Task", "Controller", "Channel", "Process", "Supervisor", "Node", "Pid", "Flash", "Token", "Schema", "Assigns", "Attrs", "Paths",
        "Migration", "Migrator", "Storage", "Sandbox", "Mailer", "Assert", "Environment", "Path", "Guid", "Regex", "String", "Object",
    ];

    private Resource(AppProject app, string name, string table, IReadOnlyList<Field> fields)
    {
        App = app;
        Name = name;
        Table = table;
        Fields = fields;
    }

    internal AppProject App { get; }

    /// <summary><c>BlogPost</c></summary>
    internal string Name { get; }

    /// <summary><c>blog_posts</c></summary>
    internal string Table { get; }

    internal IReadOnlyList<Field> Fields { get; }

    /// <summary>The using of the application's types in a file of its web side, with an alias for each name that a library has too.</summary>
    internal string Usings(string context) => string.Concat(
        new[] { Name, context }.Where(LibraryNames.Has).Distinct().Select(name => $"\nusing {name} = {App.Module}.{name};").Prepend($"using {App.Module};"));

    /// <summary><c>BlogPosts</c></summary>
    internal string Plural => Naming.Pascal(Table);

    /// <summary><c>blogPost</c>, or <c>@event</c> where it is a word of the language.</summary>
    internal string Variable => Naming.Camel(Name) is var camel && Naming.IsKeyword(camel) ? "@" + camel : Naming.Camel(Name);

    /// <summary><c>blog_post</c>: the name that its form puts its inputs under.</summary>
    internal string Param => Naming.Underscore(Name);

    /// <summary><c>blog post</c></summary>
    internal string Words => Naming.Human(Name).ToLowerInvariant();

    /// <summary><c>Blog post</c></summary>
    internal string Title => Naming.Human(Name);

    /// <summary><c>Blog posts</c></summary>
    internal string PluralTitle => Naming.Human(Table);

    /// <summary><c>an</c> or <c>a</c></summary>
    internal string Article => Words[0] switch
    {
        'u' => Words.StartsWith("us", StringComparison.Ordinal) || Words.StartsWith("uni", StringComparison.Ordinal) ? "a" : "an", // a user, a unit, an upload
        'a' or 'e' or 'i' or 'o' => "an",
        _ => "a",
    };

    internal string KeyType => App.HasBinaryIds ? "Guid" : "long";

    /// <summary>A key that no row has.</summary>
    internal string UnknownKey => App.HasBinaryIds ? "00000000-0000-0000-0000-000000000000" : "0";

    /// <summary>The key as text, for paths.</summary>
    internal string KeyText(string variable) => App.HasBinaryIds ? $"{variable}.Id.ToString()" : $"{variable}.Id.ToString(CultureInfo.InvariantCulture)";

    internal IReadOnlyList<Field> Required => [.. Fields.Where(static f => !f.IsOptional && !f.IsBoolean)];

    /// <summary>The type of a field's property: what a form may leave empty can be null.</summary>
    internal string TypeOf(Field field) => field switch
    {
        { IsText: true, IsOptional: true } => "string?",
        { IsText: true } => "string",
        { IsBoolean: true } => "bool",
        { IsEnum: true } => EnumOf(field) + "?",
        { IsReference: true } => KeyType + "?",
        _ => field.Kind.Type + "?",
    };

    internal string EnumOf(Field field) => Name + field.Property;

    internal string SampleOf(Field field) => field.IsEnum ? field.Values[0] : string.Format(System.Globalization.CultureInfo.InvariantCulture, field.Kind.Sample, field.Name.Replace('_', ' '));

    internal string OtherOf(Field field) => field.IsEnum ? field.Values[^1] : string.Format(System.Globalization.CultureInfo.InvariantCulture, field.Kind.Other, field.Name.Replace('_', ' '));

    /// <summary>The fields that a test can fill in: a reference would need a row in another table.</summary>
    internal IReadOnlyList<Field> Sampled => [.. Fields.Where(static f => !f.IsReference)];

    /// <summary>The fields that a page shows.</summary>
    internal IReadOnlyList<Field> Public => [.. Fields.Where(static f => !f.IsRedacted)];

    /// <summary>A field that a page shows as text, to look for in it.</summary>
    internal Field? Shown => Sampled.FirstOrDefault(static f => f is { IsText: true, IsRedacted: false });

    /// <exception cref="CliException">A name is none, is taken, or there is no field.</exception>
    internal static Resource Parse(AppProject app, string name, string table, IReadOnlyList<string> fields)
    {
        if (!app.HasData)
            throw new CliException($"{app.Module} has no database, and a schema needs one.", $"zhar new {app.Underscored} --database sqlite");
        CheckType(app, name, "schema");
        if (!Naming.IsFieldName(table))
            throw CliException.Correct($"'{table}' cannot name a table. It is the plural of the schema, in small letters with underscores.", table, Naming.IsFieldName(Naming.Underscore(table)) ? Naming.Underscore(table) : $"{Naming.Underscore(name)}s");
        var parsed = Field.ParseAll(fields);
        if (parsed.Count == 0)
            throw CliException.Correct($"'{name}' has no fields. Name at least one, with its type: title:string body:text published:boolean.", "", "title:string");
        foreach (var (field, text) in parsed.Zip(fields))
        {
            if (field.Property == name)
                throw CliException.Correct($"The field '{field.Name}' would have the name of its class, which C# does not allow. Give it another one.", text, $"{field.Name}_value{text[field.Name.Length..]}");
        }

        return new Resource(app, name, table, parsed);
    }

    /// <summary>Refuses what cannot name a type of the application.</summary>
    internal static void CheckType(AppProject app, string name, string what)
    {
        if (!Naming.IsTypeName(name))
            throw CliException.Correct($"'{name}' cannot name a {what}. It begins with a capital and has letters and digits.", name, Naming.IsTypeName(Naming.Pascal(name)) ? Naming.Pascal(name) : "Product");
        if (name == app.Module || name == app.Web || Taken.Contains(name))
            throw CliException.Correct($"'{name}' is taken: the application or the libraries have a type of that name. Choose another one.", name, app.Module + name);
    }
}
