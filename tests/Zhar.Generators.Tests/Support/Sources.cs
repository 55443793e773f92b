using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Zhar.Generators.Tests.Support;

/// <summary>Compilations of test sources, with what a project with implicit usings and nullable has.</summary>
internal static class Sources
{
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Collections.Immutable;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Zhar;
        """;

    public static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    public static readonly ImmutableArray<MetadataReference> References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => !Path.GetFileName(p).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) &&
                    Path.GetFileName(p) is not ("Zhar.Generators.dll" or "Zhar.CodeFixes.dll" or "Zhar.Generators.Tests.dll"))
        .Select(p => MetadataReference.CreateFromFile(p))];

    // Comments are parsed, so that a bad one in generated code shows; the test sources have none.
    private static readonly Dictionary<string, ReportDiagnostic> NoDocs = new() { ["CS1591"] = ReportDiagnostic.Suppress };

    public static CSharpCompilation Compile(string source, string assembly = "App") => CSharpCompilation.Create(
        assembly,
        [Parse(source, "App.cs"), Parse(Usings, "Usings.cs")],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: NoDocs));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Parsing, path, System.Text.Encoding.UTF8);

    /// <summary>Runs the generator and gives the compilation with its output.</summary>
    public static CSharpCompilation Generate(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create([new ServerGenerator().AsSourceGenerator()], parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        Assert.Empty(problems);
        return (CSharpCompilation)generated;
    }
}
