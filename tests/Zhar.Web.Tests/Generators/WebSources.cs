using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Web.Generators.Controllers;
using Zhar.Web.Generators.Routing;

namespace Zhar.Web.Tests.Generators;

/// <summary>Compiles test sources with the generators and analyzers of controllers and routes.</summary>
internal static class WebSources
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Text.Json.Serialization;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Http;
        global using Zhar;
        global using Zhar.Web;
        global using Conn = Microsoft.AspNetCore.Http.HttpContext;
        """;

    // Stands for what the generator of System.Text.Json adds.
    private const string Context = """
        #nullable enable
        partial class AppJson : System.Text.Json.Serialization.JsonSerializerContext
        {
            public AppJson() : base(null) { }
            public static AppJson Default { get; } = new();
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(System.Type type) => null;
        }
        """;

    public static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14);

    public static readonly ImmutableArray<MetadataReference> References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => !Path.GetFileName(p).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !Path.GetFileName(p).Contains("Generators", StringComparison.Ordinal) &&
                    Path.GetFileName(p) is not ("Zhar.CodeFixes.dll" or "Zhar.Web.Tests.dll"))
        .Select(p => MetadataReference.CreateFromFile(p))];

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers => [new ControllerAnalyzer(), new RenderAnalyzer(), new JsonTypeAnalyzer(), new RouteAnalyzer(), new LiteralPathAnalyzer()];

    public static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "App",
        [Parse(source, "App.cs"), Parse(Usings, "Usings.cs"), .. source.Contains("class AppJson", StringComparison.Ordinal) ? new[] { Parse(Context, "AppJson.g.cs") } : []],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>With the generators' output.</summary>
    public static CSharpCompilation Generate(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create([new ControllerGenerator().AsSourceGenerator(), new PathsGenerator().AsSourceGenerator()], parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        Assert.Empty(problems);
        return (CSharpCompilation)generated;
    }

    /// <summary>What the analyzers report, in the order of the source.</summary>
    public static async Task<List<Diagnostic>> Analyze(string source)
    {
        var found = await Generate(Compile(source)).WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start)];
    }

    /// <summary>What the compiler reports, warnings and worse, for the source and what was generated for it.</summary>
    public static List<Diagnostic> Problems(string source) =>
        [.. Generate(Compile(source)).GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>The generated methods of a class, as C# shows them.</summary>
    public static List<string> Methods(string source, string type) =>
        [.. Generate(Compile(source)).GetTypeByMetadataName(type)!.GetMembers().OfType<IMethodSymbol>().Select(static m => m.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat))];

    /// <summary>How the steps of a generator ended when it ran a second time, after a change to another file.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> Rerun(IIncrementalGenerator generator, string source)
    {
        var compilation = Compile(source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()], parseOptions: Parsing, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(Parse("internal class Another;", "Another.cs")));
        return [.. driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason)];
    }

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Parsing, path, System.Text.Encoding.UTF8);
}
