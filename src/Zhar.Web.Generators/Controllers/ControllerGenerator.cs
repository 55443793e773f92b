using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.Web.Generators.Controllers;

/// <summary>Writes the other half of a controller: its actions as values for the router, the binding of their parameters, and which view draws what.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ControllerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var controllers = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
                static (found, cancellation) => Model(found, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName("Controllers");
        context.RegisterSourceOutput(controllers, static (output, model) => output.AddSource(model.HintName + ".Controller.g.cs", ControllerEmitter.Emit(model)));
    }

    private static ControllerModel? Model(GeneratorSyntaxContext found, CancellationToken cancellation)
    {
        if (found.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)found.Node, cancellation) is not INamedTypeSymbol { IsAbstract: false } type || !type.IsController())
            return null;

        // A class in several parts has several nodes; the first with a list of bases speaks for it.
        var first = type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).First(static n => n is ClassDeclarationSyntax { BaseList: not null });
        return first == found.Node ? new ControllerParser(type, found.SemanticModel.Compilation, report: null).Parse() : null;
    }
}
