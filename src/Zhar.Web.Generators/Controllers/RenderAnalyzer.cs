using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Zhar.Web.Generators.Controllers;

/// <summary>ZHAR0205 and ZHAR0206: what <c>Render</c> names is there, and takes what it is given.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RenderAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [ControllerRules.MissingView, ControllerRules.ViewArguments];

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
        var method = call.TargetMethod;
        if (method.Name is not ("Render" or "RenderView") || !method.ContainingType.IsWeb("Controller") || call.Arguments.Length == 0)
            return;
        var controller = context.ContainingSymbol.ContainingType;
        if (!controller.IsController() || controller.IsAbstract)
            return;
        var first = call.Arguments.First(static a => a.Parameter!.Ordinal == 0); // an argument of a call in source has its parameter
        if (NameOf(first, method.Name) is not { } view)
        {
            if (method.Name == "Render")
                Report(context, ControllerRules.MissingView, first.Value.Syntax, first.Value.Syntax.ToString(), "Render takes the name of an action, such as Show. For a name that is known at run time, write RenderView(name, …).");
            return;
        }

        CheckView(context, call, new ViewFinder(controller, context.Compilation), view, first.Value.Syntax);
    }

    private static void CheckView(OperationAnalysisContext context, IInvocationOperation call, ViewFinder views, string view, SyntaxNode at)
    {
        var given = call.TargetMethod.TypeArguments;
        var signature = $"{view}({string.Join(", ", given.Select(static (t, i) => $"{t.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {Parameter(t, i)}"))})";
        if (views.Classes.Count == 0)
        {
            Report(context, ControllerRules.MissingView, at, view, $"there is neither a class '{views.Name}Html' nor '{views.Name}Json'. Write: public static class {views.Name}Html {{ public static Html {signature} => $\"…\"; }}");
            return;
        }

        var all = views.Methods(view).ToList();
        var classes = string.Join(" or ", views.Classes.Select(static c => $"'{c.Type.Name}'"));
        if (all.Count == 0)
        {
            var returns = views.Classes[0].Format == "html" ? "Html" : "object";
            Report(context, ControllerRules.MissingView, at, view, $"{classes} has no public static method '{view}'. Write: public static {returns} {signature} => …");
            return;
        }

        if (all.FirstOrDefault(static m => ViewFinder.Kind(m.Method, m.Format) is null) is { Method: { } wrong } unfit)
        {
            Report(context, ControllerRules.MissingView, at, view, $"'{wrong.ContainingType.Name}.{wrong.Name}' returns '{wrong.ReturnType.ToDisplayString()}', and a view for {unfit.Format} returns {(unfit.Format == "html" ? "Html" : "data, not Html and no task")}.");
            return;
        }

        var fitting = all.Where(m => Takes(m.Method, given.Length)).ToList();
        if (fitting.Count == 0)
        {
            Report(context, ControllerRules.ViewArguments, at, view, $"{string.Join(", ", all.Select(static m => Signature(m.Method)))} takes another number of values than the {given.Length} given here.");
            return;
        }

        foreach (var (_, method) in fitting)
        {
            var parameters = method.Parameters.Skip(ViewFinder.TakesConn(method) ? 1 : 0).ToList();
            for (var i = 0; i < given.Length; i++)
            {
                if (Converts((CSharpCompilation)context.Compilation, given[i], parameters[i].Type))
                    continue;
                var argument = call.Arguments.FirstOrDefault(a => a.Parameter!.Ordinal == i + 1)?.Value.Syntax ?? at;
                Report(context, ControllerRules.ViewArguments, argument, view, $"{Signature(method)} takes '{parameters[i].Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' here, and gets '{given[i].ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'.");
            }
        }
    }

    /// <summary>The view that is named: by an action, or as a text that is known now.</summary>
    private static string? NameOf(IArgumentOperation argument, string method)
    {
        if (method == "RenderView")
            return argument.Value.ConstantValue is { HasValue: true, Value: string text } ? text : null;
        return argument.Value.Syntax switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Name: IdentifierNameSyntax member, Expression: ThisExpressionSyntax } => member.Identifier.ValueText,
            _ => null,
        };
    }

    private static bool Takes(IMethodSymbol method, int count)
    {
        var own = method.Parameters.Length - (ViewFinder.TakesConn(method) ? 1 : 0);
        return count <= own && method.Parameters.Skip(method.Parameters.Length - own + count).All(static p => p.HasExplicitDefaultValue);
    }

    /// <summary>Whether a value gets there through <c>object</c>: no conversion that makes another value of it.</summary>
    private static bool Converts(CSharpCompilation compilation, ITypeSymbol from, ITypeSymbol to)
    {
        var conversion = compilation.ClassifyConversion(from, to);
        return conversion.IsIdentity || (conversion.IsImplicit && (conversion.IsReference || conversion.IsBoxing)) ||
               (conversion.IsNullable && conversion.IsImplicit && SymbolEqualityComparer.Default.Equals(Code.WithoutNullable(from), Code.WithoutNullable(to)));
    }

    private static string Signature(IMethodSymbol method) =>
        $"'{method.ContainingType.Name}.{method.Name}({string.Join(", ", method.Parameters.Select(static p => p.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))})'";

    private static string Parameter(ITypeSymbol type, int index) => type is INamedTypeSymbol { TypeKind: TypeKind.Class, Arity: 0, SpecialType: SpecialType.None } named ? Code.Camel(named.Name) : $"value{(index == 0 ? "" : (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))}";

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at.GetLocation(), arguments));
}
