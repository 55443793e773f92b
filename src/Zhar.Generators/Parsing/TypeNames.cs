using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.Generators.Parsing;

/// <summary>Writes types so that they mean the same in any file.</summary>
/// <remarks>
/// A generator does not see its own output, so <c>Counter.Ref</c> in a signature is an unknown type here. Such a type is written from its
/// syntax: the server is known, and <c>.Ref</c> is what will be generated.
/// </remarks>
internal sealed class TypeNames(Compilation compilation)
{
    public static readonly SymbolDisplayFormat Format =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public string Write(ITypeSymbol type, TypeSyntax? syntax)
    {
        if (syntax is null || !HasUnknown(type))
            return type.ToDisplayString(Format);
        if (!compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            return type.ToDisplayString(Format);
        var model = compilation.GetSemanticModel(syntax.SyntaxTree);
        return new Qualifier(model).Visit(syntax).ToString().Trim();
    }

    /// <summary>As <see cref="Write"/>, for use in a pattern, where <c>(int, string)</c> would take a value apart instead of naming its type.</summary>
    public string WriteForPattern(ITypeSymbol type, TypeSyntax? syntax) => type is INamedTypeSymbol { IsTupleType: true } && syntax is TupleTypeSyntax tuple && HasUnknown(type)
        ? $"global::System.ValueTuple<{string.Join(", ", tuple.Elements.Select((e, i) => Write(((INamedTypeSymbol)type).TupleElements[i].Type, e.Type)))}>"
        : type.IsTupleType ? type.ToDisplayString(Format.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple)) : Write(type, syntax);

    /// <summary>The syntax of the only type argument: <c>int</c> of <c>ValueTask&lt;int&gt;</c>.</summary>
    public static TypeSyntax? Argument(TypeSyntax? syntax) => syntax switch
    {
        GenericNameSyntax generic => generic.TypeArgumentList.Arguments[0],
        QualifiedNameSyntax qualified => Argument(qualified.Right),
        AliasQualifiedNameSyntax alias => Argument(alias.Name),
        NullableTypeSyntax nullable => Argument(nullable.ElementType),
        _ => null,
    };

    public static bool HasUnknown(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => true,
        IArrayTypeSymbol array => HasUnknown(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasUnknown) || (named.ContainingType is { } outer && HasUnknown(outer)),
        _ => false,
    };

    /// <summary>The servers whose <c>Ref</c> stands in an unknown type.</summary>
    public IEnumerable<INamedTypeSymbol> ServersIn(TypeSyntax syntax)
    {
        if (!compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            yield break;
        var model = compilation.GetSemanticModel(syntax.SyntaxTree);
        foreach (var name in syntax.DescendantNodesAndSelf().OfType<QualifiedNameSyntax>())
        {
            if (Qualifier.IsRef(name.Right) && model.GetSymbolInfo(name.Left).Symbol is INamedTypeSymbol server)
                yield return server;
        }
    }

    private sealed class Qualifier(SemanticModel model) : CSharpSyntaxRewriter
    {
        public static bool IsRef(SimpleNameSyntax name) => name is IdentifierNameSyntax { Identifier.ValueText: "Ref" };

        public override SyntaxNode? VisitQualifiedName(QualifiedNameSyntax node)
        {
            if (Known(node) is { } known)
                return known;
            if (IsRef(node.Right) && Visit(node.Left) is NameSyntax left)
                return node.WithLeft(left);
            return base.VisitQualifiedName(node);
        }

        public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node)
        {
            if (Known(node) is { } known)
                return known;
            if (IsRef(node) && node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is { } declaration &&
                model.GetDeclaredSymbol(declaration) is { } server && server.ServerBase() is not null)
                return Parse(server.ToDisplayString(Format) + ".Ref", node);
            return node;
        }

        public override SyntaxNode? VisitGenericName(GenericNameSyntax node)
        {
            if (Known(node) is { } known)
                return known;
            var visited = (GenericNameSyntax)base.VisitGenericName(node)!; // the base never removes a name
            if (model.GetSymbolInfo(node).Symbol is INamedTypeSymbol { ContainingType: null } type && node.Parent is not QualifiedNameSyntax)
                return Parse("global::" + type.ContainingNamespace.ToDisplayString() + "." + type.Name + visited.TypeArgumentList, node);
            return visited;
        }

        public override SyntaxNode? VisitAliasQualifiedName(AliasQualifiedNameSyntax node) => Known(node) ?? base.VisitAliasQualifiedName(node);

        private TypeSyntax? Known(TypeSyntax node) =>
            model.GetSymbolInfo(node).Symbol is ITypeSymbol type && !HasUnknown(type)
                ? Parse(type.ToDisplayString(Format), node)
                : null;

        private static TypeSyntax Parse(string text, SyntaxNode at) => SyntaxFactory.ParseTypeName(text).WithTriviaFrom(at);
    }
}
