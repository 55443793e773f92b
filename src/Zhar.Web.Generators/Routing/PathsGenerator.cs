using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Web.Generators.Controllers;

namespace Zhar.Web.Generators.Routing;

/// <summary>Writes typed path helpers for the routes of each router: <c>Paths.Users.Show(id)</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PathsGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var paths = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
                static (found, cancellation) => Model(found, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName("Paths");
        context.RegisterSourceOutput(paths, static (output, model) => output.AddSource(model.HintName + ".Paths.g.cs", model.Text));
    }

    private static PathsModel? Model(GeneratorSyntaxContext found, CancellationToken cancellation)
    {
        if (found.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)found.Node, cancellation) is not INamedTypeSymbol { IsAbstract: false, IsGenericType: false } type || !type.DerivesFromWeb("Router"))
            return null;
        var first = type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).First(static n => n is ClassDeclarationSyntax { BaseList: not null });
        return first == found.Node ? PathsEmitter.Emit(type, new RouteParser(type, found.SemanticModel.Compilation, report: null).Parse()) : null;
    }
}
