using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.Web.Generators.Channels;

/// <summary>Writes the dispatch of each channel class.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ChannelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var channels = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null } c && c.Modifiers.Any(SyntaxKind.PartialKeyword),
                static (c, cancellation) => Parse(c, cancellation))
            .Where(static model => model is not null)
            .WithTrackingName("Channels");
        context.RegisterSourceOutput(channels, static (output, model) => output.AddSource(model!.HintName + ".g.cs", ChannelEmitter.Emit(model)));
    }

    private static ChannelModel? Parse(GeneratorSyntaxContext context, CancellationToken cancellation) =>
        context.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)context.Node, cancellation) is { } type &&
        ChannelParser.IsChannel(type) && ChannelParser.IsPartial(type) && IsFirst(type, context.Node)
            ? new ChannelParser(type, report: null).Parse()
            : null;

    /// <summary>Of several partial declarations with a base list, one stands for the class.</summary>
    private static bool IsFirst(INamedTypeSymbol type, SyntaxNode node) =>
        type.DeclaringSyntaxReferences.Select(r => r.GetSyntax())
            .First(s => s is ClassDeclarationSyntax { BaseList: not null } c && c.Modifiers.Any(SyntaxKind.PartialKeyword)) == node;
}
