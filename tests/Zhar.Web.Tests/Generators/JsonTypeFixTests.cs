using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.CodeFixes;
using Zhar.Web.Generators.Controllers;

namespace Zhar.Web.Tests.Generators;

public sealed class JsonTypeFixTests
{
    [Fact]
    public async Task The_fix_lists_the_type_in_the_context_of_another_file()
    {
        using var workspace = new AdhocWorkspace();
        var compilation = WebSources.Generate(WebSources.Compile("""
            namespace App;
            public sealed record Data(int A);
            public sealed partial class A : Controller { public IResult X() => Json(new List<Data>()); }
            """));
        var project = workspace.AddProject("App", LanguageNames.CSharp).WithParseOptions(WebSources.Parsing).WithCompilationOptions(compilation.Options).WithMetadataReferences(WebSources.References);
        foreach (var tree in compilation.SyntaxTrees)
            project = project.AddDocument(Path.GetFileName(tree.FilePath), await tree.GetTextAsync()).Project;
        var context = project.AddDocument("AppJson.cs", "using App;\n\n[JsonSerializable(typeof(Data))]\ninternal sealed partial class AppJson : JsonSerializerContext;\n");
        project = context.Project;
        var found = Assert.Single(await (await project.GetCompilationAsync())!.WithAnalyzers([new JsonTypeAnalyzer()]).GetAnalyzerDiagnosticsAsync());
        CodeAction? action = null;

        await new JsonTypeFix().RegisterCodeFixesAsync(new CodeFixContext(project.GetDocument(found.Location.SourceTree)!, found, (a, _) => action = a, default));

        var operation = Assert.Single((await action!.GetOperationsAsync(default)).OfType<ApplyChangesOperation>());
        Assert.Equal(
            "using App;\n\n[JsonSerializable(typeof(Data))]\n[JsonSerializable(typeof(System.Collections.Generic.List<Data>))]\ninternal sealed partial class AppJson : JsonSerializerContext;\n",
            (await operation.ChangedSolution.GetDocument(context.Id)!.GetTextAsync()).ToString().ReplaceLineEndings("\n").Replace("typeof(List<Data>)", "typeof(System.Collections.Generic.List<Data>)", StringComparison.Ordinal));
    }
}
