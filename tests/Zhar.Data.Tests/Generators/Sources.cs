using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Data.Generators;

namespace Zhar.Data.Tests.Generators;

/// <summary>Compiles test sources with the generator and the analyzers of Zhar.Data.</summary>
internal static class Sources
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using Zhar;
        global using Zhar.Data;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<MetadataReference> References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => !Path.GetFileName(p).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && Path.GetFileName(p) is not ("Zhar.Data.Generators.dll" or "Zhar.Data.Tests.dll"))
        .Select(p => MetadataReference.CreateFromFile(p))];

    public static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "App",
        [CSharpSyntaxTree.ParseText(source, Parsing, "App.cs"), CSharpSyntaxTree.ParseText(Usings, Parsing, "Usings.cs")],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>With the generator's output.</summary>
    public static CSharpCompilation Generate(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create([new SchemaGenerator().AsSourceGenerator()], parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        Assert.Empty(problems);
        return (CSharpCompilation)generated;
    }

    /// <summary>What the analyzers report, in the order of the source.</summary>
    public static async Task<List<Diagnostic>> Analyze(string source)
    {
        var found = await Generate(Compile(source)).WithAnalyzers([new SchemaAnalyzer(), new FieldSelectorAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start)];
    }

    /// <summary>What the compiler reports, warnings and worse, for the source and what was generated for it.</summary>
    public static List<Diagnostic> Problems(string source) =>
        [.. Generate(Compile(source)).GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>How the steps of the generator ended when it ran a second time, after a change to another file.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> Rerun(string source)
    {
        var compilation = Compile(source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new SchemaGenerator().AsSourceGenerator()], parseOptions: Parsing, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("internal class Another;", Parsing, "Another.cs")));
        return [.. driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason)];
    }
}
