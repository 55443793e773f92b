using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Zhar.Web.Generators;

namespace Zhar.Web.Tests.Templates.Analyzers;

/// <summary>Runs the analyzer, and a fix, over a template with <c>[|marked|]</c> places.</summary>
internal static class AnalyzedTemplate
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using Zhar;
        global using Zhar.Web;
        global using static Zhar.Web.Markup;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<MetadataReference> References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => !Path.GetFileName(p).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !Path.GetFileName(p).Contains("Generators", StringComparison.Ordinal) &&
                    Path.GetFileName(p) is not ("Zhar.CodeFixes.dll" or "Zhar.Web.Tests.dll"))
        .Select(p => MetadataReference.CreateFromFile(p))];

    /// <summary>A class with a method whose body is this expression.</summary>
    public static string Method(string expression, string parameters = "string x") =>
        $$"""
        public static class T
        {
            public static Html M({{parameters}}) => {{expression}};
        }
        """;

    /// <summary>The rule, and no other, is reported at the marked places and nowhere else.</summary>
    /// <returns>The messages, in the order of the places.</returns>
    public static async Task<List<string>> Reports(string id, string marked)
    {
        var (source, places) = Unmark(marked);
        var found = (await Run(source)).OrderBy(d => d.Location.SourceSpan.Start).ToList();

        Assert.Equal(places.Select(p => $"{id} {source.Substring(p.Start, p.Length)}"), found.Select(d => $"{d.Id} {source.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)}"));
        Assert.Equal(places, found.Select(d => d.Location.SourceSpan));
        return [.. found.Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    public static async Task<List<string>> Ids(string source) => [.. (await Run(source)).Select(d => d.Id)];

    /// <summary>The fix turns the source into <paramref name="expected"/>, which no longer has the diagnostic; <c>null</c>: it offers nothing.</summary>
    public static async Task Fixes<TFix>(string id, string source, string? expected)
        where TFix : CodeFixProvider, new()
    {
        var (document, diagnostics) = await Open(source);
        var fix = new TFix();
        Assert.Contains(id, fix.FixableDiagnosticIds);
        CodeAction? action = null;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostics.First(d => d.Id == id), (a, _) => action ??= a, default));
        if (expected is null)
        {
            Assert.Null(action);
            return;
        }

        Assert.NotNull(action);
        var operation = Assert.Single((await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>());
        var changed = (await operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
        Assert.Equal(expected.ReplaceLineEndings("\n"), changed.ReplaceLineEndings("\n"));
        Assert.DoesNotContain(id, await Ids(changed));
    }

    /// <summary>Runs the analyzer over sources that need not compile, as an editor does while their author types.</summary>
    public static async Task<List<Diagnostic>> RunUnfinished(IEnumerable<string> sources)
    {
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, Parsing, $"{i}.cs")).Append(CSharpSyntaxTree.ParseText(Usings, Parsing, "Usings.cs"));
        var compilation = CSharpCompilation.Create("App", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return [.. await compilation.WithAnalyzers([new HtmlTemplateAnalyzer()]).GetAnalyzerDiagnosticsAsync()];
    }

    private static async Task<List<Diagnostic>> Run(string source) => (await Open(source)).Diagnostics;

    private static async Task<(Document Document, List<Diagnostic> Diagnostics)> Open(string source)
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("App", LanguageNames.CSharp)
            .WithParseOptions(Parsing)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithMetadataReferences(References)
            .AddDocument("Usings.cs", Usings).Project
            .AddDocument("App.cs", source).Project;
        var document = project.Documents.Single(d => d.Name == "App.cs");
        var compilation = await project.GetCompilationAsync();
        Assert.NotNull(compilation);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var found = await compilation.WithAnalyzers([new HtmlTemplateAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return (document, [.. found]);
    }

    private static (string Source, List<TextSpan> Places) Unmark(string marked)
    {
        var places = new List<TextSpan>();
        for (var start = marked.IndexOf("[|", StringComparison.Ordinal); start >= 0; start = marked.IndexOf("[|", StringComparison.Ordinal))
        {
            var end = marked.IndexOf("|]", start, StringComparison.Ordinal);
            marked = marked.Remove(end, 2).Remove(start, 2);
            places.Add(TextSpan.FromBounds(start, end - 2));
        }

        return (marked, places);
    }
}
