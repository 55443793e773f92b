using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Parsing;

namespace Zhar.CodeFixes;

/// <summary>Makes a method async, when that changes nothing for whoever calls it: a handler and Init are called by generated code alone.</summary>
internal static class AsyncRewrite
{
    /// <summary>The method with the modifier and the return type of an async one; <c>null</c> when it cannot be made async here.</summary>
    public static MethodDeclarationSyntax? MakeAsync(MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        if (symbol.IsAsync)
            return method;
        if (symbol.ReturnType.IsTask("ValueTask", 0) || symbol.ReturnType.IsTask("ValueTask", 1) || symbol.ReturnType.IsTask("Task", 0) || symbol.ReturnType.IsTask("Task", 1))
            return null; // its return statements already return tasks
        if (symbol.IsOverride || symbol.IsVirtual || symbol.IsAbstract || !(symbol.IsHandler() || symbol.Name == "Init") || symbol.Parameters.Any(p => p.RefKind != RefKind.None))
            return null;

        var result = symbol.ReturnsVoid ? "ValueTask" : $"ValueTask<{method.ReturnType.ToString()}>";
        return WithAsync(method.WithReturnType(SyntaxFactory.ParseTypeName(result).WithTriviaFrom(method.ReturnType)));
    }

    private static MethodDeclarationSyntax WithAsync(MethodDeclarationSyntax method)
    {
        var keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (method.Modifiers.Count > 0)
            return method.AddModifiers(keyword);
        var leading = method.ReturnType.GetLeadingTrivia();
        return method.WithReturnType(method.ReturnType.WithoutLeadingTrivia()).AddModifiers(keyword.WithLeadingTrivia(leading));
    }
}
