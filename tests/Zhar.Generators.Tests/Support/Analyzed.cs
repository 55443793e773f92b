using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Zhar.Generators.Tests.Support;

/// <summary>Runs an analyzer, and a fix, over a source with <c>[|marked|]</c> places.</summary>
internal static class Analyzed
{
    /// <summary>The rule is reported at the marked places and nowhere else.</summary>
    /// <returns>The messages, in the order of the places.</returns>
    public static async Task<List<string>> Reports<TAnalyzer>(string id, string marked)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var (source, places) = Unmark(marked);
        var found = (await Run(new TAnalyzer(), source)).Where(d => d.Id == id).OrderBy(d => d.Location.SourceSpan.Start).ToList();
        Assert.Equal(places.Select(p => source.Substring(p.Start, p.Length)), found.Select(d => source.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)));
        Assert.Equal(places, found.Select(d => d.Location.SourceSpan));
        return [.. found.Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>The fix turns the source into <paramref name="expected"/>, which compiles and no longer has the diagnostic.</summary>
    public static async Task Fixes<TAnalyzer, TFix>(string id, string marked, string expected)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var source = Unmark(marked).Source;
        Assert.Equal(expected.ReplaceLineEndings("\n"), (await Fix<TAnalyzer, TFix>(id, source))?.ReplaceLineEndings("\n"));

        var compilation = Sources.Generate(Sources.Compile(expected));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.DoesNotContain(await Run(new TAnalyzer(), expected), d => d.Id == id);
    }

    /// <summary>The rule is reported, but this fix does not offer to change anything.</summary>
    public static async Task OffersNothing<TAnalyzer, TFix>(string id, string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() => Assert.Null(await Fix<TAnalyzer, TFix>(id, source));

    /// <summary>Warnings of the compiler that are left after the suppressor has run.</summary>
    public static async Task<List<string>> CompilerWarnings(DiagnosticSuppressor suppressor, string source)
    {
        var compilation = Sources.Generate(Sources.Compile(source));
        var all = await compilation.WithAnalyzers([suppressor], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, true, false, reportSuppressedDiagnostics: true)).GetAllDiagnosticsAsync();
        return [.. all.Where(d => !d.IsSuppressed && d.Severity >= DiagnosticSeverity.Warning).Select(d => d.Id)];
    }

    /// <summary>The ids of all rules that are reported for a source, which compiles.</summary>
    public static async Task<List<string>> Ids(DiagnosticAnalyzer[] analyzers, string source)
    {
        var compilation = Sources.Generate(Sources.Compile(source));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return [.. (await compilation.WithAnalyzers([.. analyzers]).GetAnalyzerDiagnosticsAsync()).Select(d => d.Id)];
    }

    private static async Task<string?> Fix<TAnalyzer, TFix>(string id, string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var (document, diagnostics) = await Open(new TAnalyzer(), source);
        var diagnostic = diagnostics.First(d => d.Id == id);
        CodeAction? action = null;
        var fix = new TFix();
        Assert.Contains(id, fix.FixableDiagnosticIds);
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (a, _) => action ??= a, default));
        if (action is null)
            return null;

        var operation = Assert.Single((await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>());
        return (await operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    private static async Task<List<Diagnostic>> Run(DiagnosticAnalyzer analyzer, string source) => (await Open(analyzer, source)).Diagnostics;

    private static async Task<(Document Document, List<Diagnostic> Diagnostics)> Open(DiagnosticAnalyzer analyzer, string source)
    {
        // The generator's output is part of the project as an editor sees it.
        var generated = Sources.Generate(Sources.Compile(source));
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("App", LanguageNames.CSharp)
            .WithParseOptions(Sources.Parsing)
            .WithCompilationOptions(generated.Options)
            .WithMetadataReferences(Sources.References);
        foreach (var tree in generated.SyntaxTrees)
            project = project.AddDocument(Path.GetFileName(tree.FilePath), await tree.GetTextAsync()).Project;

        var document = project.Documents.First();
        var compilation = await project.GetCompilationAsync();
        Assert.NotNull(compilation);
        var found = await compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return (document, [.. found.Where(d => Path.GetFileName(d.Location.SourceTree?.FilePath ?? "App.cs") is "" or "App.cs")]);
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
