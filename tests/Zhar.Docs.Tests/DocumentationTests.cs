using System.Text.RegularExpressions;

namespace Zhar.Docs.Tests;

/// <summary>The pages say what the compiler has seen: their code is code of this project, and the members they name exist.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = FindRoot();

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
    public void Every_block_of_code_is_compiled(string page, int atLeast)
    {
        var sources = string.Join('\n', Directory.GetFiles(Path.Combine(Root, "tests/Zhar.Docs.Tests"), "*.cs").Select(f => Unindented(File.ReadAllText(f))));
        var blocks = Block().Matches(Page(page)).Select(m => Unindented(m.Groups[1].Value)).ToList();

        Assert.True(blocks.Count >= atLeast, $"{page} has {blocks.Count} blocks of code.");
        Assert.All(blocks, block => Assert.Contains(block, sources, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docs/tutorial/1-processes.md", 3)]
    [InlineData("docs/from-elixir.md", 60)]
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
        Assert.All(named, n => Assert.Contains(types[n.Type], t => t.GetMember(n.Name, All).Length > 0));
    }

    [Theory]
    [InlineData("docs/README.md")]
    [InlineData("docs/tutorial/1-processes.md")]
    [InlineData("docs/from-elixir.md")]
    [InlineData("docs/from-akka-orleans.md")]
    [InlineData("docs/tutorial/2-data.md")]
    [InlineData("docs/migrations.md")]
    [InlineData("docs/from-ecto.md")]
    [InlineData("docs/from-ef-core.md")]
    [InlineData("docs/templates.md")]
    [InlineData("docs/controllers.md")]
    [InlineData("docs/editors.md")]
    [InlineData("docs/tutorial/3-web.md")]
    [InlineData("docs/tutorial/4-live.md")]
    [InlineData("docs/guides/from-liveview.md")]
    [InlineData("docs/guides/from-blazor.md")]
    [InlineData("docs/from-phoenix.md")]
    [InlineData("docs/from-mvc.md")]
    [InlineData("docs/security.md")]
    [InlineData("docs/guides/oidc.md")]
    [InlineData("docs/support.md")]
    [InlineData("docs/upgrading.md")]
    [InlineData("docs/architecture/README.md")]
    [InlineData("docs/architecture/query-path.md")]
    [InlineData("docs/architecture/changeset-writes.md")]
    public void Every_link_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        var targets = Link().Matches(Page(page)).Select(m => Path.GetFullPath(Path.Combine(folder, m.Groups[1].Value))).ToList();

        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.True(Path.Exists(target), $"{page} links to {target}, which does not exist."));
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

    private static string Page(string page) => File.ReadAllText(Path.Combine(Root, page));

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(l => l.Trim()));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zhar.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests are not inside the repository, so there are no pages to check.");
        }

        return folder.FullName;
    }

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

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Link();
}
