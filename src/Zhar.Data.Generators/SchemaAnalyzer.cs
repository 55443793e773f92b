using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Zhar.Data.Generators;

/// <summary>ZHAR0101 to ZHAR0106: what keeps a record from being a schema.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SchemaAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.MissingPartial, Rules.IllShapedSchema, Rules.UnknownType, Rules.PrimaryKey, Rules.IllShapedField, Rules.IllShapedAssociation];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(
            static c =>
            {
                if (c.Symbol is INamedTypeSymbol type && type.IsSchema())
                    new SchemaParser(type, c.Compilation, c.ReportDiagnostic).Parse();
            },
            SymbolKind.NamedType);
    }
}
