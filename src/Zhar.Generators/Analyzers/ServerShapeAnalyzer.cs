using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>Says why the generator leaves out a server, a handler or a start: it reads the class with the generator's own parser.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServerShapeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.MissingPartial, Rules.MissingInit, Rules.IllShapedHandler, Rules.DuplicateHandler, Rules.HiddenType, Rules.PrivateInBase];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(
            static c =>
            {
                if (c.Symbol is INamedTypeSymbol type && ServerParser.IsServer(type))
                    new ServerParser(type, c.Compilation, c.ReportDiagnostic).Parse();
            },
            SymbolKind.NamedType);
    }
}
