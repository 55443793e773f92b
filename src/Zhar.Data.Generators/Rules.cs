using Microsoft.CodeAnalysis;
using Zhar.Generators.Analyzers;

namespace Zhar.Data.Generators;

/// <summary>The rules. Each has a page under docs/analyzers.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor MissingPartial = Rule(
        "ZHAR0101", "A schema must be partial",
        "'{0}' must be partial, and each type around it, so that its schema can be generated. Write: partial {1} {0}");

    public static readonly DiagnosticDescriptor IllShapedSchema = Rule(
        "ZHAR0102", "A schema has the wrong shape",
        "'{0}' cannot be a schema: {1}");

    public static readonly DiagnosticDescriptor UnknownType = Rule(
        "ZHAR0103", "A field has a type that cannot be stored",
        "'{0}' is a {1}, which no column can hold. Give it a [FieldType(typeof(…))], make it [Virtual], or embed it as a record with [EmbeddedSchema] and [EmbedsOne].");

    public static readonly DiagnosticDescriptor PrimaryKey = Rule(
        "ZHAR0104", "A schema has no right primary key",
        "'{0}' {1}");

    public static readonly DiagnosticDescriptor IllShapedField = Rule(
        "ZHAR0105", "A field has the wrong shape",
        "'{0}' cannot be a field: {1}");

    public static readonly DiagnosticDescriptor IllShapedAssociation = Rule(
        "ZHAR0106", "An association has the wrong shape",
        "'{0}' cannot be an association: {1}");

    public static readonly DiagnosticDescriptor FieldSelector = Rule(
        "ZHAR0107", "A field selector names properties and nothing else",
        "'{0}' is not a field selector: only its text is read, never its result. Write u => u.Name or u => new {{ u.Name, u.Email }}; for names that are known at run time only, use the overload that takes names.");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Zhar", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: RulePage.Of(id));
}
