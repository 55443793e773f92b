using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0208: lists the type in the application's JSON context, in whichever file that is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class JsonTypeFix : CodeFixProvider
{
    private const string Rule = "ZHAR0208";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rule];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null; // all of them change the same place

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue("Type", out var type) || type is null || !diagnostic.Properties.TryGetValue("Context", out var name) || name is null)
                continue;
            if (await Find(context.Document.Project, name, context.CancellationToken).ConfigureAwait(false) is { } found)
                context.RegisterCodeFix(CodeAction.Create($"Add the type to {found.Declaration.Identifier.ValueText}", c => Add(found.Document, found.Declaration, type, c), Rule + type), diagnostic);
        }
    }

    private static async Task<(Document Document, ClassDeclarationSyntax Declaration)?> Find(Project project, string name, CancellationToken cancellation)
    {
        if (await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation)
            return null;
        var references = compilation.GetSymbolsWithName(name.Substring(name.LastIndexOf('.') + 1), SymbolFilter.Type, cancellation)
            .Where(s => s.ToDisplayString() == name)
            .SelectMany(static s => s.DeclaringSyntaxReferences);
        foreach (var reference in references)
        {
            // The part with the list, which is the one that was written by hand.
            if (await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false) is ClassDeclarationSyntax { AttributeLists.Count: > 0 } declaration && project.GetDocument(declaration.SyntaxTree) is { } document)
                return (document, declaration);
        }

        return null;
    }

    private static async Task<Document> Add(Document document, ClassDeclarationSyntax declaration, string type, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!; // a document with a declaration has a root
        var argument = SyntaxFactory.AttributeArgument(SyntaxFactory.TypeOfExpression(SyntaxFactory.ParseTypeName(type).WithAdditionalAnnotations(Simplifier.Annotation)));
        var attribute = SyntaxFactory.Attribute(SyntaxFactory.ParseName("JsonSerializable"), SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument)));
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute)).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, declaration.WithAttributeLists(declaration.AttributeLists.Add(list))));
    }
}
