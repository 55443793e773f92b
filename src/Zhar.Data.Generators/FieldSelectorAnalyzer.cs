using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Zhar.Data.Generators;

/// <summary>ZHAR0107: a field selector of a changeset is known by its text, so it has to be a lambda that names properties and nothing else.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FieldSelectorAnalyzer : DiagnosticAnalyzer
{
    private const string CallerText = "System.Runtime.CompilerServices.CallerArgumentExpressionAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.FieldSelector];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Check, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.ContainingAssembly?.Name != "Zhar.Data" || Selector(call.TargetMethod) is not { } name)
            return;

        // A call that passes the text on was checked where the lambda stands.
        if (call.Arguments.Any(a => a.Parameter?.Name == "selector" && a.ArgumentKind == ArgumentKind.Explicit))
            return;
        var argument = call.Arguments.FirstOrDefault(a => a.Parameter?.Name == name);
        if (argument?.Value.Syntax is not ExpressionSyntax written || IsSelector(Unwrapped(written)))
            return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.FieldSelector, written.GetLocation(), written.ToString()));
    }

    /// <summary>The parameter whose text the method reads.</summary>
    private static string? Selector(IMethodSymbol method)
    {
        var text = method.Parameters.FirstOrDefault(p => p.Name == "selector");
        return text?.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == CallerText)?.ConstructorArguments[0].Value as string;
    }

    private static bool IsSelector(ExpressionSyntax written)
    {
        if (written is not LambdaExpressionSyntax { ExpressionBody: { } body } lambda)
            return false;
        var parameter = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } only } => only[0].Identifier.ValueText,
            _ => null,
        };
        return parameter is not null && (IsMember(body, parameter) || Unwrapped(body) switch
        {
            AnonymousObjectCreationExpressionSyntax made => made.Initializers.Count > 0 && made.Initializers.All(i => IsMember(i.Expression, parameter)),
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.Count > 0 && array.Initializer.Expressions.All(e => IsMember(e, parameter)),
            _ => false,
        });
    }

    private static bool IsMember(ExpressionSyntax written, string parameter) => Unwrapped(written) switch
    {
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax } member => IsParameter(member.Expression, parameter),
        ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } index } element =>
            index[0].Expression.IsKind(SyntaxKind.StringLiteralExpression) && IsParameter(element.Expression, parameter),
        _ => false,
    };

    private static bool IsParameter(ExpressionSyntax written, string parameter) => Unwrapped(written) is IdentifierNameSyntax name && name.Identifier.ValueText == parameter;

    private static ExpressionSyntax Unwrapped(ExpressionSyntax written) => written switch
    {
        ParenthesizedExpressionSyntax inner => Unwrapped(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure => Unwrapped(sure.Operand),
        _ => written,
    };
}
