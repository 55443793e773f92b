using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Web.Generators.Channels;

namespace Zhar.Web.Tests.Channels.Analyzers;

/// <summary>The rules for channels and their pages under docs/analyzers, and what the generator writes.</summary>
public sealed class ChannelRuleTests
{
    private const string Usings = """
        global using System;
        global using System.Threading.Tasks;
        global using Zhar;
        global using Zhar.Web;
        """;

    private static readonly ImmutableArray<MetadataReference> References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => !Path.GetFileName(p).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !Path.GetFileName(p).Contains("Generators", StringComparison.Ordinal) &&
                    Path.GetFileName(p) is not ("Zhar.CodeFixes.dll" or "Zhar.Web.Tests.dll"))
        .Select(p => MetadataReference.CreateFromFile(p))];

    public static TheoryData<string> Rules => [.. new ChannelAnalyzer().SupportedDiagnostics.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_bad_example_is_reported_and_the_good_one_by_no_rule(string id)
    {
        var examples = Page(id).Split("```csharp").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]).ToList();
        Assert.Equal(2, examples.Count);

        Assert.Equal([id], await Reported(examples[0]));
        Assert.Empty(await Reported(examples[1]));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_title_is_the_rules(string id)
    {
        var rule = new ChannelAnalyzer().SupportedDiagnostics.Single(d => d.Id == id);

        Assert.Equal($"# {id}: {rule.Title}", Page(id).Split('\n')[0].TrimEnd());
        Assert.EndsWith($"docs/analyzers/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[HandleIn(\"e\")] private static void M() { }")]
    [InlineData("[HandleIn(\"e\")] private void M<T>() { }")]
    [InlineData("[HandleIn(\"e\")] private void M(ref int a) { }")]
    [InlineData("[HandleIn(\"e\")] private void M(Span<byte> a) { }")]
    [InlineData("[HandleIn(\"e\")] private void M(Version a, int b) { }")]
    [InlineData("[HandleIn(\"e\")] private void M(ReplyRef a, ReplyRef b) { }")]
    [InlineData("[HandleIn(\"e\")] private int M(ReplyRef a) => 1;")]
    [InlineData("[HandleOut(\"e\")] private int M() => 1;")]
    [InlineData("[HandleOut(\"e\")] private void M(ReplyRef a) { }")]
    public async Task A_handler_of_another_shape_is_reported(string handler) =>
        Assert.Equal(["ZHAR0281"], await Reported($$"""public sealed partial class Room : Channel<int> { private Join<int> Join() => 0; {{handler}} }"""));

    [Theory]
    [InlineData("private int Join() => 0;")]
    [InlineData("private static Join<int> Join() => 0;")]
    [InlineData("private Join<int> Join(string topic, ReplyRef r) => 0;")]
    public async Task A_join_of_another_shape_is_reported(string join) =>
        Assert.Equal(["ZHAR0281"], await Reported($$"""public sealed partial class Room : Channel<int> { {{join}} }"""));

    [Fact]
    public void The_generator_does_nothing_again_when_nothing_of_a_channel_changes()
    {
        const string Source = """public sealed partial class Room : Channel<int> { private Join<int> Join() => 0; [HandleIn("ping")] private int Ping(int a) => a; }""";
        var compilation = Compile(Source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ChannelGenerator().AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true),
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14));
        driver = driver.RunGenerators(compilation);

        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("public sealed class Other;", new CSharpParseOptions(LanguageVersion.CSharp14))));

        var result = driver.GetRunResult().Results.Single();
        Assert.Contains("case \"ping\":", Assert.Single(result.GeneratedSources).SourceText.ToString());
        Assert.All(result.TrackedSteps["Channels"].SelectMany(s => s.Outputs), o => Assert.True(o.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    private static async Task<List<string>> Reported(string source)
    {
        var found = await Compile(source).WithAnalyzers([new ChannelAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id.StartsWith("AD", StringComparison.Ordinal));
        return [.. found.Select(d => d.Id)];
    }

    private static CSharpCompilation Compile(string source)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.CSharp14);
        return CSharpCompilation.Create("test", [CSharpSyntaxTree.ParseText(Usings, parsing), CSharpSyntaxTree.ParseText(source, parsing)], References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rules", id + ".md"));
}
