namespace Zhar.Cli.Tests;

/// <summary>Generators on an application on the disk, without building it.</summary>
public sealed class GenerationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("live")]
    [InlineData("html")]
    [InlineData("json")]
    [InlineData("context")]
    public async Task What_is_generated_can_be_taken_back_to_the_last_byte(string kind)
    {
        var app = await CliRun.New(_folder);
        var before = Contents(app);

        var generated = await CliRun.Of(app, "gen", kind, "Catalog", "Product", "products", "name:string:unique", "price:decimal", "status:enum:draft:published");
        Assert.Equal((0, ""), (generated.Code, generated.Error));
        Assert.NotEqual(before, Contents(app));
        Assert.All(Directory.EnumerateFiles(app, "*.cs", SearchOption.AllDirectories), static f => Assert.Empty(Generators.SourceEdit.Root(File.ReadAllText(f)).GetDiagnostics()));
        var undone = await CliRun.Of(app, "gen", "--undo");

        Assert.Equal((0, ""), (undone.Code, undone.Error));
        Assert.Equal(before, Contents(app));
    }

    [Fact]
    public async Task Auth_server_channel_and_migration_can_be_taken_back_one_by_one()
    {
        var app = await CliRun.New(_folder, "--no-live", "--binary-id");
        var states = new List<SortedDictionary<string, string>> { Contents(app) };
        foreach (var line in (string[])["auth", "server Counter", "channel Room", "channel Lobby", "migration add_price_to_products price:decimal", "schema Catalog.Thing things title"])
        {
            var run = await CliRun.Of(app, ["gen", .. line.Split(' ')]);
            Assert.Equal((0, ""), (run.Code, run.Error));
            states.Add(Contents(app));
        }

        Assert.All(Directory.EnumerateFiles(app, "*.cs", SearchOption.AllDirectories), static f => Assert.Empty(Generators.SourceEdit.Root(File.ReadAllText(f)).GetDiagnostics()));
        for (var i = states.Count - 2; i >= 0; i--)
        {
            Assert.Equal(0, (await CliRun.Of(app, "gen", "--undo")).Code);
            Assert.Equal(states[i], Contents(app));
        }

        var nothing = await CliRun.Of(app, "gen", "--undo");
        Assert.Equal(1, nothing.Code);
        Assert.Contains("nothing to take back", nothing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_changed_since_is_not_thrown_away()
    {
        var app = await CliRun.New(_folder);
        await CliRun.Of(app, "gen", "server", "Counter");
        await File.AppendAllTextAsync(Path.Combine(app, "MyApp/Counter.cs"), "// mine\n");
        var before = Contents(app);

        var refused = await CliRun.Of(app, "gen", "--undo");

        Assert.Equal(1, refused.Code);
        Assert.Contains("MyApp/Counter.cs was changed since. Nothing was touched.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents(app));
        Assert.Equal(0, (await CliRun.Of(app, "gen", "--undo", "--force")).Code);
        Assert.False(File.Exists(Path.Combine(app, "MyApp/Counter.cs")));
    }

    [Fact]
    public async Task A_router_that_was_changed_elsewhere_keeps_that_change()
    {
        var app = await CliRun.New(_folder);
        var router = Path.Combine(app, "MyAppWeb/Router.cs");
        await CliRun.Of(app, "gen", "html", "Catalog", "Product", "products", "name");
        await File.WriteAllTextAsync(router, (await File.ReadAllTextAsync(router)).Replace("Which request leads where.", "Mine.", StringComparison.Ordinal));

        var undone = await CliRun.Of(app, "gen", "--undo");

        Assert.Equal((0, ""), (undone.Code, undone.Error));
        var text = await File.ReadAllTextAsync(router);
        Assert.Contains("Mine.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ProductController", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_router_written_by_hand_is_left_alone_and_the_line_is_shown()
    {
        var app = await CliRun.New(_folder);
        await File.WriteAllTextAsync(Path.Combine(app, "MyAppWeb/Router.cs"), "public sealed class Router { }\n");

        var run = await CliRun.Of(app, "gen", "html", "Catalog", "Product", "products", "name");

        Assert.Equal(0, run.Code);
        Assert.Contains("s.Resources<ProductController>(\"/products\");", run.Error, StringComparison.Ordinal);
        Assert.Equal("public sealed class Router { }\n", await File.ReadAllTextAsync(Path.Combine(app, "MyAppWeb/Router.cs")));
    }

    [Theory]
    [InlineData("html Catalog product products name", "'product' cannot name a schema")]
    [InlineData("html Catalog Product Products name", "'Products' cannot name a table")]
    [InlineData("html Catalog Product products", "has no fields")]
    [InlineData("html Catalog Product products price:money", "There is no type 'money'")]
    [InlineData("html Product Product products name", "both called 'Product'")]
    [InlineData("html Catalog Router routers name", "'Router' is taken")]
    [InlineData("html Storage Thing things name", "'Storage' is taken")]
    [InlineData("html Catalog Name names name", "would have the name of its class")]
    [InlineData("html catalog Product products name", "'catalog' cannot name a context")]
    [InlineData("html Catalog Product products clone", "needs the name")]
    [InlineData("html Migrations Step steps name", "'Migrations' is taken")]
    [InlineData("server counter", "'counter' cannot name a server")]
    [InlineData("migration add_things price:decimal", "does not say which table")]
    [InlineData("schema A.B.C things name", "more than a context and a schema")]
    [InlineData("nonsense", "nonsense")]
    public async Task Bad_input_says_what_is_wrong_and_leaves_nothing_behind(string line, string why)
    {
        var app = await CliRun.New(_folder);
        var before = Contents(app);

        var run = await CliRun.Of(app, ["gen", .. line.Split(' ')]);

        Assert.Equal(1, run.Code);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents(app));
    }

    [Theory]
    [InlineData("live Planner Task tasks title", "zhar gen live Planner MyAppTask tasks title")]
    [InlineData("schema Planner.Task tasks title", "zhar gen schema Planner.MyAppTask tasks title")]
    [InlineData("server task", "zhar gen server Task")]
    [InlineData("html Catalog Product Products name", "zhar gen html Catalog Product products name")]
    [InlineData("html Catalog Product products", "zhar gen html Catalog Product products title:string")]
    [InlineData("html Catalog Product products title title:text", "zhar gen html Catalog Product products title title_2:text")]
    [InlineData("html Catalog Product products Title:text", "zhar gen html Catalog Product products title:text")]
    [InlineData("html Catalog Product products title:sting", "zhar gen html Catalog Product products title:string")]
    [InlineData("html Catalog Product products title:string:uniqe", "zhar gen html Catalog Product products title:string:unique")]
    [InlineData("html Catalog Product products status:enum", "zhar gen html Catalog Product products status:enum:draft:published")]
    [InlineData("html Catalog Product products owner:references", "zhar gen html Catalog Product products owner_id:references:owners")]
    [InlineData("html Catalog Product products owner:references:users:unique", "zhar gen html Catalog Product products owner_id:references:users:unique")]
    [InlineData("html Catalog Product products id:integer", "zhar gen html Catalog Product products id_value:integer")]
    [InlineData("html Catalog Product products product:text", "zhar gen html Catalog Product products product_value:text")]
    public async Task The_line_to_try_next_is_the_same_one_put_right(string line, string next)
    {
        var app = await CliRun.New(_folder);

        var run = await CliRun.Of(app, ["gen", .. line.Split(' ')]);

        Assert.Equal(1, run.Code);
        Assert.EndsWith($"\n  next: {next}\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, line.StartsWith("server", StringComparison.Ordinal) ? 0 : (await CliRun.Of(app, [.. next.Split(' ').Skip(1)])).Code);
    }

    [Fact]
    public async Task What_others_have_made_is_not_offered_to_be_taken_back()
    {
        var app = await CliRun.New(_folder);
        await CliRun.Of(app, "gen", "auth");
        await CliRun.Of(app, "gen", "server", "Counter");

        var counter = await CliRun.Of(app, "gen", "server", "Counter");
        var auth = await CliRun.Of(app, "gen", "auth");

        Assert.Contains("MyApp/Counter.cs and test/MyApp/CounterTests.cs exist already. Nothing was written.\n  next: choose another name, or take back what was generated last: zhar gen --undo\n", counter.Error, StringComparison.Ordinal);
        Assert.Matches("^error: MyApp/Accounts/Accounts.cs and [0-9]+ more exist already. Nothing was written.\n  next: delete what is there if you do not need it\n$", auth.Error);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("live")]
    public async Task A_secret_is_on_no_page_and_is_typed_as_a_password(string kind)
    {
        var app = await CliRun.New(_folder);

        await CliRun.Of(app, "gen", kind, "Keys", "Door", "doors", "name", "code:redact", "pin:integer:optional:redact", "open:boolean:redact");

        var pages = Directory.EnumerateFiles(Path.Combine(app, "MyAppWeb"), "Door*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        Assert.All(pages, static p => Assert.DoesNotMatch(@"\.(Code|Pin|Open)\b", p));
        var form = Assert.Single(pages, static p => p.Contains("Input(f[", StringComparison.Ordinal));
        Assert.Contains("{Input(f[\"code\"], \"Code\", \"password\", Attrs.Of((\"placeholder\", f.IsStored ? \"unchanged\" : null), (\"required\", !f.IsStored)", form, StringComparison.Ordinal);
        Assert.Contains("{Input(f[\"pin\"], \"Pin\", \"password\"", form, StringComparison.Ordinal);
        Assert.Contains("{Checkbox(f[\"open\"], \"Open\")}", form, StringComparison.Ordinal);
        Assert.Equal(kind == "live", form.Contains("(\"value\", f.Source.Params?.Get(\"code\"))", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Usings_are_in_the_order_of_the_template()
    {
        var app = await CliRun.New(_folder);
        foreach (var kind in (string[])["html", "json", "live"])
            Assert.Equal(0, (await CliRun.Of(app, "gen", kind, "Catalog", $"Product{kind}", $"products_{kind}", "name")).Code);

        Assert.All(Directory.EnumerateFiles(Path.Combine(app, "MyAppWeb"), "*.cs", SearchOption.AllDirectories), static file =>
        {
            var usings = File.ReadLines(file).Where(static l => l.StartsWith("using ", StringComparison.Ordinal)).Select(static l => l.TrimEnd(';')).ToList();
            Assert.Equal(usings.OrderBy(static u => u.StartsWith("using static", StringComparison.Ordinal)).ThenBy(static u => !u.StartsWith("using System", StringComparison.Ordinal)).ThenBy(static u => u, StringComparer.Ordinal), usings);
        });
    }

    [Fact]
    public async Task What_exists_already_is_not_overwritten()
    {
        var app = await CliRun.New(_folder);
        await CliRun.Of(app, "gen", "live", "Catalog", "Product", "products", "name");
        var before = Contents(app);

        var again = await CliRun.Of(app, "gen", "live", "Catalog", "Product", "products", "name");

        Assert.Equal(1, again.Code);
        Assert.Contains("exist already. Nothing was written.", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents(app));
    }

    [Fact]
    public async Task A_schema_of_another_context_keeps_its_name_and_another_one_is_proposed()
    {
        var app = await CliRun.New(_folder);
        await CliRun.Of(app, "gen", "schema", "Catalog.Item", "items", "name");
        var before = Contents(app);

        var refused = await CliRun.Of(app, "gen", "live", "Sales", "Item", "items", "name", "price:decimal");

        Assert.Equal(1, refused.Code);
        Assert.Contains("MyApp/Catalog/Item.cs has the name 'Item' already", refused.Error, StringComparison.Ordinal);
        Assert.Contains("next: zhar gen live Sales SalesItem sales_items name price:decimal", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents(app));
    }

    [Fact]
    public async Task A_name_that_a_library_has_too_means_that_of_the_application()
    {
        var app = await CliRun.New(_folder);

        await CliRun.Of(app, "gen", "live", "Depot", "File", "files", "name");
        await CliRun.Of(app, "gen", "html", "Depot", "Upload", "uploads", "name");
        await CliRun.Of(app, "gen", "json", "Depot", "Product", "products", "name");

        Assert.Contains("using MyApp;\nusing File = MyApp.File;\n", await File.ReadAllTextAsync(Path.Combine(app, "MyAppWeb/Live/File/FileIndexLive.cs")), StringComparison.Ordinal);
        Assert.Contains("using MyApp;\nusing Upload = MyApp.Upload;\n", await File.ReadAllTextAsync(Path.Combine(app, "MyAppWeb/Controllers/UploadHtml.cs")), StringComparison.Ordinal);
        Assert.DoesNotContain("using Product =", await File.ReadAllTextAsync(Path.Combine(app, "MyAppWeb/Controllers/ProductApiController.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_written_leaves_no_folder_behind()
    {
        var app = await CliRun.New(_folder);
        await File.WriteAllTextAsync(Path.Combine(app, "MyAppWeb/Live/Product"), "a file where a folder has to be");
        var before = Directory.EnumerateFileSystemEntries(app, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

        var run = await CliRun.Of(app, "gen", "live", "Catalog", "Product", "products", "name");

        Assert.Equal(1, run.Code);
        Assert.Contains("already exists. Nothing was left behind.", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(app, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_class_does_not_take_the_name_of_the_application()
    {
        await CliRun.Of(_folder.Path, "new", "accounts");

        var refused = await CliRun.Of(_folder["accounts"], "gen", "auth");

        Assert.Equal(1, refused.Code);
        Assert.Contains("Accounts/Accounts/Accounts.cs would have a class of the application's own name", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_keeps_its_name_and_so_do_the_values_of_an_enum()
    {
        var app = await CliRun.New(_folder);

        await CliRun.Of(app, "gen", "json", "Geo", "Place", "places", "line_1", "x_y:float", "iso_2_code", "state:enum:in_progress:v2_0:done");

        var schema = await File.ReadAllTextAsync(Path.Combine(app, "MyApp/Geo/Place.cs"));
        Assert.Contains("public string Line_1 {", schema, StringComparison.Ordinal);
        Assert.Contains("public double? X_Y {", schema, StringComparison.Ordinal);
        Assert.Contains("public string Iso_2_Code {", schema, StringComparison.Ordinal);
        var states = await File.ReadAllTextAsync(Path.Combine(app, "MyApp/Geo/PlaceState.cs"));
        Assert.Contains("PlaceState.InProgress => \"in_progress\",", states, StringComparison.Ordinal);
        Assert.Contains("PlaceState.InProgress => \"In progress\",", states, StringComparison.Ordinal);
        Assert.Contains("    V2_0,", states, StringComparison.Ordinal);
        Assert.Contains("x.State?.Key()", await File.ReadAllTextAsync(Path.Combine(app, "MyAppWeb/Controllers/PlaceApiJson.cs")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--database none", "gen html Catalog Product products name", "has no database")]
    [InlineData("--database none", "gen auth", "has not got a database")]
    [InlineData("--no-live", "gen live Catalog Product products name", "has no live pages")]
    [InlineData("--api", "gen html Catalog Product products name", "has no pages")]
    [InlineData("--no-ecto", "migrate", "has no database")]
    public async Task What_the_application_has_not_got_is_named(string options, string line, string why)
    {
        var app = await CliRun.New(_folder, options.Split(' '));

        var run = await CliRun.Of(app, line.Split(' '));

        Assert.Equal(1, run.Code);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Contains("next: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_of_migrations_are_all_different()
    {
        var app = await CliRun.New(_folder);
        for (var i = 0; i < 3; i++)
            await CliRun.Of(app, "gen", "migration", $"step_{i}");

        var versions = Directory.EnumerateFiles(Path.Combine(app, "MyApp/Migrations")).Select(static f => File.ReadAllLines(f).Single(static l => l.StartsWith("[Migration(", StringComparison.Ordinal)));

        Assert.Equal(3, versions.Distinct().Count());
    }

    private static SortedDictionary<string, string> Contents(string app) => new(
        Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/.zhar/", StringComparison.Ordinal))
            .ToDictionary(f => Path.GetRelativePath(app, f), File.ReadAllText),
        StringComparer.Ordinal);
}
