using System.Text.RegularExpressions;

namespace Zhar.Docs.Tests;

/// <summary>The pages say what the compiler has seen: their code is code of this project, and the members they name exist.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = Repository.Root;

    private static readonly System.Reflection.Assembly[] Assemblies =
        [typeof(Process).Assembly, typeof(Data.Repo).Assembly, typeof(Data.Testing.DataCase).Assembly, typeof(Web.EndpointBase).Assembly, typeof(Web.Testing.ConnTest).Assembly, typeof(Mail.Mailer).Assembly, typeof(Live.LiveOptions).Assembly, typeof(Live.Testing.LiveTestView).Assembly, typeof(DocumentationTests).Assembly];

    [Theory]
    [InlineData("docs/tutorial/1-processes.md", 8)]
    [InlineData("docs/from-elixir.md", 2)]
    [InlineData("docs/from-akka-orleans.md", 2)]
    [InlineData("docs/tutorial/2-data.md", 16)]
    [InlineData("docs/from-ecto.md", 2)]
    [InlineData("docs/from-ef-core.md", 3)]
    [InlineData("docs/templates.md", 14)]
    [InlineData("docs/controllers.md", 8)]
    [InlineData("docs/tutorial/3-web.md", 10)]
    [InlineData("docs/tutorial/4-live.md", 12)]
    [InlineData("docs/guides/from-liveview.md", 1)]
    [InlineData("docs/guides/from-blazor.md", 2)]
    [InlineData("docs/from-phoenix.md", 2)]
    [InlineData("docs/guides/oidc.md", 4)]
    [InlineData("docs/from-mvc.md", 2)]
    [InlineData("docs/tutorial/6-running.md", 2)]
    [InlineData("docs/patterns/behaviours.md", 10)]
    [InlineData("docs/patterns/processes.md", 8)]
    [InlineData("docs/patterns/supervision.md", 2)]
    [InlineData("docs/patterns/data.md", 7)]
    [InlineData("docs/patterns/services.md", 5)]
    [InlineData("docs/channels.md", 8)]
    [InlineData("docs/guides/brownfield.md", 4)]
    [InlineData("docs/guides/dashboard.md", 3)]
    [InlineData("docs/live-components.md", 4)]
    [InlineData("docs/live-uploads.md", 3)]
    [InlineData("docs/live-state.md", 1)]
    public void Pages_have_code(string page, int atLeast)
    {
        var blocks = Block().Count(Page(page));

        Assert.True(blocks >= atLeast, $"{page} has {blocks} blocks of code.");
    }

    /// <summary>Each block stands in a test project, in a sample or in the template of an application.</summary>
    [Fact]
    public void Every_block_of_code_is_compiled()
    {
        string[] pages = ["README.md", .. Directory.GetFiles(Path.Combine(Root, "src"), "README.md", SearchOption.AllDirectories).Select(page => Path.GetRelativePath(Root, page)), .. DocsPages()];
        var sources = string.Join('\n', new[] { "tests", "samples", "templates" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)).Select(file => Unindented(File.ReadAllText(file))));

        // The pages of the rules show what is wrong, too; tests of the analyzers read them.
        Assert.All(pages.Where(page => !page.StartsWith("docs/analyzers/", StringComparison.Ordinal)), page =>
            Assert.All(Block().Matches(Page(page)), block => Assert.Contains(Unindented(block.Groups[1].Value), sources, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("docs/tutorial/1-processes.md", 3)]
    [InlineData("docs/from-elixir.md", 130)]
    [InlineData("docs/from-akka-orleans.md", 8)]
    [InlineData("docs/tutorial/2-data.md", 3)]
    [InlineData("docs/from-ecto.md", 100)]
    [InlineData("docs/from-ef-core.md", 30)]
    [InlineData("docs/templates.md", 7)]
    [InlineData("docs/tutorial/3-web.md", 1)]
    [InlineData("docs/tutorial/4-live.md", 1)]
    [InlineData("docs/guides/from-liveview.md", 50)]
    [InlineData("docs/guides/from-blazor.md", 15)]
    [InlineData("docs/from-phoenix.md", 40)]
    [InlineData("docs/from-mvc.md", 10)]
    [InlineData("docs/security.md", 6)]
    [InlineData("docs/tutorial/6-running.md", 1)]
    [InlineData("docs/patterns/behaviours.md", 8)]
    [InlineData("docs/patterns/processes.md", 4)]
    [InlineData("docs/patterns/supervision.md", 2)]
    [InlineData("docs/patterns/data.md", 2)]
    [InlineData("docs/patterns/services.md", 1)]
    public void Every_member_named_exists(string page, int atLeast)
    {
        // This project's own are among them: what is generated for a repo, such as its Child, is seen only there.
        var types = Assemblies.SelectMany(a => a.GetExportedTypes()).ToLookup(t => t.Name.Split('`')[0]);
        var named = Code().Matches(Block().Replace(Page(page), ""))
            .SelectMany(m => Member().Matches(m.Value))
            .Select(m => (Type: m.Groups[1].Value, Name: m.Groups[2].Value))
            .Where(n => types.Contains(n.Type))
            .Distinct()
            .ToList();

        Assert.True(named.Count >= atLeast, $"{page} names {named.Count} members.");
        Assert.All(named, n => Assert.True(types[n.Type].Any(t => t.GetMember(n.Name, All).Length > 0) || IsExtension(n.Type, n.Name), $"{page} names {n.Type}.{n.Name}, which does not exist."));

        bool IsExtension(string type, string name) => types.SelectMany(t => t).Where(t => t.IsAbstract && t.IsSealed).SelectMany(t => t.GetMember(name, All).OfType<System.Reflection.MethodInfo>())
            .Any(m => m.GetParameters() is [var first, ..] && first.ParameterType.Name.Split('`')[0] == type);
    }

    public static TheoryData<string> Pages() => new(
    [
        "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md", "samples/README.md",
        .. Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetRelativePath(Root, Path.Combine(folder, "README.md"))).Where(page => File.Exists(Path.Combine(Root, page))),
        .. DocsPages(),
    ]);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        var links = Link().Matches(Code().Replace(Fence().Replace(Page(page), ""), "")).Select(m => m.Groups[1].Value).Where(link => !link.Contains(':')).ToList();

        Assert.All(links, link =>
        {
            var (target, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, "");
            var file = target.Length == 0 ? Path.Combine(Root, page) : Path.GetFullPath(Path.Combine(folder, target));
            Assert.True(Path.Exists(file), $"{page} links to {link}, which does not exist.");
            Assert.True(anchor.Length == 0 || Anchors(file).Contains(anchor), $"{page} links to {link}. {target} has no such heading.");
        });
    }

    [Fact]
    public void The_list_of_pages_and_the_site_have_every_page()
    {
        var listed = Link().Matches(Page("docs/README.md")).Select(m => m.Groups[1].Value).ToHashSet();
        var site = Quoted().Matches(Page("docs/site/contents.js")).Select(m => m.Groups[1].Value).ToHashSet();

        foreach (var page in DocsPages().Select(page => Path.GetRelativePath("docs", page)).Where(page => page is not "README.md"))
        {
            var folder = page.Contains('/') ? page[..page.IndexOf('/')] : "";
            var index = $"{folder}/README.md";
            Assert.True(listed.Contains(page) || listed.Contains(index), $"docs/README.md does not list {page}.");
            Assert.True(site.Contains(page) || site.Contains($"{folder}/*"), $"docs/site/contents.js does not list {page}.");
        }
    }

    [Theory]
    // The commands
    [InlineData("mix archive.install hex phx_new", "mix phx.new my_app", "--no-ecto", "--database postgres", "mix release", "mix release --overwrite", "_build/prod/rel/my_app/bin/my_app start")]
    // Files
    [InlineData("mix.exs", "defp deps", "lib/my_app/", "lib/my_app_web/", "application.ex", "endpoint.ex", "router.ex", "controllers/", "templates/", "config/runtime.exs", "dev.exs", "test/", "import Config", "config_env()")]
    // GenServer and its callbacks
    [InlineData("use GenServer", "start_link/3", "__MODULE__", "@impl true", "init", "handle_call/3", "handle_cast/2", "handle_info/2", "send/2", "{:reply, value, state}", "{:noreply, state}", "{:ok, state}")]
    // Supervisors
    [InlineData("use Supervisor", "Supervisor.start_link/2", "{Counter, 0}", ":one_for_one", ":one_for_all", ":rest_for_one", ":simple_one_for_one")]
    // The router
    [InlineData("use MyAppWeb, :controller", ":router", ":live_view", "pipeline :browser", "plug :accepts, [\"html\"]", "plug :accepts, [\"json\"]", "plug :fetch_session", "plug :fetch_live_flash", "plug :put_root_layout", "plug :protect_from_forgery", "plug :put_secure_browser_headers", "scope \"/\", MyAppWeb", "pipe_through :browser", "get \"/\", PageController, :home", "resources \"/users\", UserController", "only: [:index, :show, :create]")]
    // Controllers and live views
    [InlineData("def index(conn, _params)", "%{\"id\" => id}", "render(conn, :index, users: users)", "mount(_params, _session, socket)", "connected?(socket)", "Phoenix.PubSub.subscribe/2", "broadcast/3", "assign(socket", "update(socket", "handle_event(", "handle_info({:new_message", "{:ok, socket}", "{:noreply, socket}", "socket.assigns", "DateTime.utc_now()", ":rand.uniform/1", "String.trim/1")]
    // Data
    [InlineData(":ecto_sql", ":postgrex", "use Ecto.Schema", "import Ecto.Changeset", "schema \"users\"", "field :name, :string", ":integer", ":boolean", "default: true", "timestamps()", "cast(attrs", "validate_required", "validate_format(:email, ~r/@/)", "validate_number(:age, greater_than: 0)", "unique_constraint(:email)", "import Ecto.Query", "Repo.all/1", "Repo.get!/2", "Repo.insert/1", "Repo.update/1", "Repo.delete/1", "where([u], u.is_active == true)", "order_by([u], u.name)")]
    // Configuration
    [InlineData("config :my_app, MyApp.Repo", "username:", "password:", "hostname:", "database:", "stacktrace: true", "show_sensitive_data_on_connection_error: true", "pool_size: 10", "url: System.get_env(\"DATABASE_URL\")", "POOL_SIZE", "config :my_app, MyAppWeb.Endpoint", "url: [host:", "http: [port:", "secret_key_base:", "HOST", "PORT", "SECRET_KEY_BASE", "System.get_env/1", "String.to_integer/1")]
    public void What_a_tutorial_for_Elixir_names_stands_on_the_page_for_its_readers(params string[] words)
    {
        var left = Page("docs/from-elixir.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Replace("\\|", "", StringComparison.Ordinal).Split('|')[1]).ToList();

        Assert.All(words, word => Assert.True(left.Any(cell => cell.Contains(word, StringComparison.Ordinal)), $"docs/from-elixir.md has no row for {word}."));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/from-elixir.md")]
    [InlineData("docs/tutorial/5-application.md")]
    [InlineData("docs/tutorial/6-running.md")]
    [InlineData("docs/patterns/services.md")]
    public void Every_command_named_is_in_the_guide(string page)
    {
        var known = Command().Matches(Page("docs/guides/cli.md")).Select(m => m.Groups[1].Value)
            .Concat(Command().Matches(Page("docs/guides/cli.md").Replace("`gen ", "`zhar gen ", StringComparison.Ordinal)).Select(m => m.Groups[1].Value)).ToHashSet();
        var named = Command().Matches(Page(page)).Select(m => m.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, command => Assert.Contains(command, known));
    }

    [Fact]
    public void Every_test_that_the_page_on_security_names_exists()
    {
        var named = Code().Matches(Page("docs/security.md")).Select(static m => TestName().Match(m.Value)).Where(static m => m.Success).Select(static m => (Class: m.Groups[1].Value, Test: m.Groups[2].Value)).ToList();
        var specs = SpecName().Matches(Page("docs/security.md")).Select(static m => (File: m.Groups[1].Value, Test: m.Groups[2].Value)).ToList();
        var sources = Directory.GetDirectories(Path.Combine(Root, "tests"), "Zhar.*").SelectMany(static d => Directory.GetFiles(d, "*Tests.cs", SearchOption.AllDirectories))
            .ToLookup(static f => Path.GetFileNameWithoutExtension(f), static f => File.ReadAllText(f));

        Assert.True(named.Count >= 60 && specs.Count >= 3, $"{named.Count} tests and {specs.Count} tests in a browser are named.");
        Assert.All(named, n => Assert.Contains(sources[n.Class], text => text.Contains($" {n.Test}(", StringComparison.Ordinal)));
        Assert.All(specs, n => Assert.Contains($"test('{n.Test}'", Page("tests/browser/specs/" + n.File), StringComparison.Ordinal));
    }

    private const System.Reflection.BindingFlags All = System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic
        | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.FlattenHierarchy;

    private static IEnumerable<string> DocsPages() => Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Select(page => Path.GetRelativePath(Root, page)).Where(page => !page.StartsWith("docs/site/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The headings of a page as addresses, as GitHub makes them.</summary>
    private static HashSet<string> Anchors(string file) => [.. Heading().Matches(Fence().Replace(File.ReadAllText(file), ""))
        .Select(m => NotInAnchor().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    private static string Page(string page) => File.ReadAllText(Path.Combine(Root, page));

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(l => l.Trim()));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b([A-Z]\w*)(?:<[^>]*>)?\.([A-Z]\w*)")]
    private static partial Regex Member();

    [GeneratedRegex(@"^`(\w+Tests)\.(\w+)`$")]
    private static partial Regex TestName();

    [GeneratedRegex(@"`(\w+\.spec\.js): ([^`]+)`")]
    private static partial Regex SpecName();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\bzhar (gen [a-z]+|[a-z]+)")]
    private static partial Regex Command();
}
