using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Emit;
using Zhar.Generators.Model;
using Zhar.Generators.Parsing;

namespace Zhar.Generators;

/// <summary>Writes the typed client, the start methods and the message types of each <c>GenServer</c>, and registers the clients with the application.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ServerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Servers are found by their base class: one without any handler still needs its client and StartLink.
        var servers = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null } c && c.Modifiers.Any(SyntaxKind.PartialKeyword),
                static (c, cancellation) => Parse(c, cancellation))
            .Where(static model => model is not null)
            .WithTrackingName("Servers");
        context.RegisterSourceOutput(servers, static (output, model) => output.AddSource(model!.HintName + ".g.cs", ServerEmitter.Emit(model)));

        var applications = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null } c && c.Modifiers.Any(SyntaxKind.PartialKeyword),
                static (c, cancellation) => ApplicationModel.Parse(c, cancellation))
            .Where(static model => model is not null)
            .WithTrackingName("Applications");
        var refs = servers.Where(static m => m!.IsRegistrable).Select(static (m, _) => m!.Type).Collect()
            .Select(static (types, _) => types.Distinct().OrderBy(t => t, StringComparer.Ordinal).ToEquatableArray());
        context.RegisterSourceOutput(applications.Combine(refs), static (output, pair) =>
            output.AddSource(pair.Left!.HintName + ".g.cs", ApplicationEmitter.Emit(pair.Left, pair.Right)));
    }

    private static ServerModel? Parse(GeneratorSyntaxContext context, CancellationToken cancellation) =>
        context.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)context.Node, cancellation) is { } type &&
        ServerParser.IsServer(type) && IsFirst(type, context.Node)
            ? new ServerParser(type, context.SemanticModel.Compilation, report: null).Parse()
            : null;

    /// <summary>Of several partial declarations with a base list, one stands for the class.</summary>
    internal static bool IsFirst(INamedTypeSymbol type, SyntaxNode node) =>
        type.DeclaringSyntaxReferences.Select(r => r.GetSyntax())
            .First(s => s is ClassDeclarationSyntax { BaseList: not null } c && c.Modifiers.Any(SyntaxKind.PartialKeyword)) == node;
}
