using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Live.Generators.Views;

namespace Zhar.Live.Tests.Generators;

/// <summary>What the compiler says of live views that cannot work.</summary>
public sealed class ViewRuleTests
{
    private const string Head = "using System; using System.Threading.Tasks; using Zhar; using Zhar.Live; using Zhar.Web; public sealed partial class V : LiveView<int> { "
        + "protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0); ";

    private const string Component = "public sealed partial class C : LiveComponent<int> { protected override ValueTask<int> Mount() => new(0); [Event] private void Like() { } ";

    [Theory]
    [InlineData("protected override Html Render(int s) => $\"<p>{s}</p>\"; [Event] private void Ok(int by, string? note = null, bool on = false, Params? all = null) { } }", "")]
    [InlineData("protected override Html Render(int s) => $\"<p>{s}</p>\"; [Event] private int Bad() => 1; }", "ZHAR0301")]
    [InlineData("protected override Html Render(int s) => $\"<p>{s}</p>\"; [Event] private void Bad(int[] all) { } }", "ZHAR0301")]
    [InlineData("protected override Html Render(int s) => $\"<p>{s}</p>\"; [Event] private static void Bad() { } }", "ZHAR0301")]
    [InlineData("protected override Html Render(int s) => $\"<p>{s}</p>\"; [Event(\"lv:x\")] private void Bad() { } }", "ZHAR0301")]
    [InlineData("protected override Html Render(int s) => $\"<p>{s}</p>\"; [Event] private void Save() { } [Event(\"save\")] private void Store() { } }", "ZHAR0302")]
    [InlineData("protected override Html Render(int s) => $\"<p>{s}</p>\"; } public sealed class W : LiveView<int> { protected override ValueTask<Mount<int>> Mount(Params p, Session x) => new(0); protected override Html Render(int s) => default; }", "ZHAR0303")]
    [InlineData("protected override Html Render(int s) => $\"<p>{s}</p>\"; } public class Other { [Event] private void Lost() { } }", "ZHAR0304")]
    [InlineData("protected override Html Render(int s) => $\"<p phx-click=\\\"save\\\">{s}</p>\"; [Event] private void Sve() { } }", "ZHAR0305")]
    [InlineData("protected override Html Render(int s) => $\"<p phx-click=\\\"save\\\">{s}</p>\"; [Event] private void Save() { } }", "")]
    [InlineData("protected override Html Render(int s) => $\"<p phx-click=\\\"save\\\" phx-target=\\\"{s}\\\">{s}</p>\"; }", "")]
    [InlineData("protected override Html Render(int s) => $\"<p phx-click=\\\"save\\\">{s}</p>\"; protected override ValueTask<LiveAction> HandleEvent(LiveEvent e) => default; }", "")]
    [InlineData("protected override Html Render(int s) => $\"<p phx-click=\\\"{C.On.Like}\\\">{s}</p>\"; } " + Component + "protected override Html Render(int s) => $\"<p>{s}</p>\"; }", "ZHAR0306")]
    [InlineData("protected override Html Render(int s) => $\"<p phx-click=\\\"{C.On.Like}\\\" phx-target=\\\"#c\\\">{s}</p>\"; } " + Component + "protected override Html Render(int s) => $\"<p>{s}</p>\"; }", "")]
    public async Task A_view_that_cannot_work_is_an_error(string body, string expected)
    {
        var found = await Diagnose(Head + body);

        Assert.Equal(expected, string.Join(' ', found.Select(static d => d.Id)));
    }

    [Theory]
    [InlineData("<b phx-click=\\\"{On.Like}\\\" phx-target=\\\"{Myself}\\\">{s}</b>", "")]
    [InlineData("<b phx-target=\\\"{Myself}\\\" class=\\\"{(s > 1 ? 1 : 2)}\\\" phx-click=\\\"{On.Like}\\\">{s}</b>", "")]
    [InlineData("<b phx-click=\\\"{On.Like}\\\">{s}</b><i phx-target=\\\"{Myself}\\\"></i>", "ZHAR0306")]
    [InlineData("<b phx-click=\\\"{On.Like.With((\"by\", 2))}\\\" class=\\\"x\\\">{s}</b>", "ZHAR0306")]
    [InlineData("<b phx-click=\\\"{On.Like}\\\" {Rest}>{s}</b>", "")]
    [InlineData("<b phx-click=\\\"{Js.Push(On.Like).Hide()}\\\">{s}</b>", "ZHAR0306")]
    [InlineData("<b phx-click=\\\"{Js.Push(On.Like, Myself).Hide()}\\\">{s}</b>", "")]
    [InlineData("<b phx-click=\\\"{Js.Push(On.Like, target: Myself)}\\\">{s}</b>", "")]
    [InlineData("<b phx-click=\\\"like\\\" phx-target=\\\"{Myself}\\\">{s}</b>", "")]
    [InlineData("<b phx-click=\\\"lik\\\" phx-target=\\\"{Myself}\\\">{s}</b>", "ZHAR0305")]
    [InlineData("<b phx-click=\\\"lik\\\" phx-target=\\\"#other\\\">{s}</b>", "")]
    [InlineData("<b phx-click=\\\"of_the_view\\\">{s}</b>", "")]
    [InlineData("{CoreComponents.LiveForm(F, On.Like, null, f => $\"<p></p>\")}", "ZHAR0306")]
    [InlineData("{CoreComponents.LiveForm(F, On.Like, null, f => $\"<p></p>\", target: Myself)}", "")]
    public async Task A_component_says_for_whom_its_events_are(string template, string expected)
    {
        var found = await Diagnose("using System; using System.Threading.Tasks; using Zhar; using Zhar.Live; using Zhar.Web; " + Component
            + "private Attrs Rest => Attrs.Empty; private Form F => null!; protected override Html Render(int s) => $\"" + template + "\"; }");

        Assert.Equal(expected, string.Join(' ', found.Select(static d => d.Id)));
    }

    [Fact]
    public void The_other_half_of_a_view_compiles()
    {
        var compilation = Compile(Head + """
            public enum Size { Small, Large }
            protected override Html Render(int s) => $"<p phx-click='{On.Add}'>{s}</p>";
            [Event] private void Add(int by = 2, Size size = Size.Large, DateTime? at = null) { }
            [Event("a-b")] private async Task<LiveAction> Later(string text) { await Task.CompletedTask; return default; }
            [Event] private ValueTask Wait(LiveEvent e) => default;
            }
            """);
        var driver = CSharpGeneratorDriver.Create([new ViewGenerator().AsSourceGenerator(), new Zhar.Live.Tests.Generators.NoServer().AsSourceGenerator()], parseOptions: CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14));

        driver.RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);

        Assert.Empty(updated.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
    }

    private static async Task<ImmutableArray<Diagnostic>> Diagnose(string source) =>
        await Compile(source).WithAnalyzers([new ViewAnalyzer()]).GetAnalyzerDiagnosticsAsync();

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "sample", [CSharpSyntaxTree.ParseText(source, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14))],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static p => !Path.GetFileName(p).StartsWith("Zhar.Generators", StringComparison.Ordinal))
            .Select(static p => MetadataReference.CreateFromFile(p)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}

/// <summary>Stands for the generator of servers, of which a view needs its start.</summary>
internal sealed class NoServer : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(static output =>
        output.AddSource("Server.g.cs", "public sealed partial class V { public static global::Zhar.ChildSpec Child(global::Zhar.Live.LiveSocket socket) => throw new global::System.NotSupportedException(); }"));
}
