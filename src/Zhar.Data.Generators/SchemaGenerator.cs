using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Model;

namespace Zhar.Data.Generators;

/// <summary>Writes the <c>SchemaInfo</c> of each record with <c>[Schema]</c> or <c>[EmbeddedSchema]</c>, and registers them all.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SchemaGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var tables = Find(context, Known.Schema);
        var embedded = Find(context, Known.EmbeddedSchema);
        context.RegisterSourceOutput(tables, Write);
        context.RegisterSourceOutput(embedded, Write);

        var types = Reachable(tables).Combine(Reachable(embedded)).Select(static (both, _) => both.Left.Concat(both.Right).Distinct().OrderBy(t => t, StringComparer.Ordinal).ToEquatableArray());
        context.RegisterSourceOutput(types, static (output, all) =>
        {
            if (all.Count > 0)
                output.AddSource("ZharDataSchemas.g.cs", SchemaEmitter.EmitRegistration(all));
        });
    }

    private static IncrementalValuesProvider<SchemaModel> Find(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (c, _) => c.TargetSymbol is INamedTypeSymbol type ? new SchemaParser(type, c.SemanticModel.Compilation, report: null).Parse() : null)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName("Schemas");

    private static IncrementalValueProvider<EquatableArray<string>> Reachable(IncrementalValuesProvider<SchemaModel> models) =>
        models.Select(static (m, _) => m.Type).Collect().Select(static (types, _) => types.ToEquatableArray());

    private static void Write(SourceProductionContext output, SchemaModel model) => output.AddSource(model.HintName + ".g.cs", SchemaEmitter.Emit(model));
}
