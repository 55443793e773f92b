using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.Live.Generators.Views;

/// <summary>Writes the other half of each live view and stateful component.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ViewGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var views = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null } c && c.Modifiers.Any(SyntaxKind.PartialKeyword),
                static (c, cancellation) => Parse(c, cancellation))
            .Where(static model => model is not null)
            .WithTrackingName("Views");
        context.RegisterSourceOutput(views, static (output, model) => output.AddSource(model!.HintName + ".g.cs", ViewEmitter.Emit(model)));
    }

    private static ViewModel? Parse(GeneratorSyntaxContext context, CancellationToken cancellation) =>
        context.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)context.Node, cancellation) is { } type && (ViewParser.IsView(type) || ViewParser.IsComponent(type)) && IsFirst(type, context.Node)
            ? new ViewParser(type, report: null).Parse()
            : null;

    /// <summary>Of several partial declarations with a base list, one stands for the class.</summary>
    private static bool IsFirst(INamedTypeSymbol type, SyntaxNode node) =>
        type.DeclaringSyntaxReferences.Select(r => r.GetSyntax())
            .First(s => s is ClassDeclarationSyntax { BaseList: not null } c && c.Modifiers.Any(SyntaxKind.PartialKeyword)) == node;
}
