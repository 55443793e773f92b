using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0019: thread statics of code that is unloaded, which the .NET runtime frees wrongly.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadStaticAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.ThreadStatic];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(
            static c =>
            {
                if (c.Symbol.GetAttributes().Any(a => a.AttributeClass is { Name: "ThreadStaticAttribute", ContainingNamespace.Name: "System" }))
                    c.ReportDiagnostic(Diagnostic.Create(Rules.ThreadStatic, c.Symbol.Locations[0], c.Symbol.Name, "is a thread static", "Keep the value in State, or pass it on"));
            },
            SymbolKind.Field);
        context.RegisterSymbolAction(
            static c =>
            {
                if (c.Symbol.GetAttributes().Any(IsPooling))
                    c.ReportDiagnostic(Diagnostic.Create(Rules.ThreadStatic, c.Symbol.Locations[0], c.Symbol.Name, "is built with thread statics", "Use Zhar.Runtime.PooledMethodBuilder"));
            },
            SymbolKind.Method);
    }

    private static bool IsPooling(AttributeData attribute) =>
        attribute.AttributeClass?.Name == "AsyncMethodBuilderAttribute" &&
        attribute.ConstructorArguments.Any(a => a is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol { Name: "PoolingAsyncValueTaskMethodBuilder" } });
}
