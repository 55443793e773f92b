using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators.Controllers;

/// <summary>The rules of controllers. Each has a page under docs/analyzers.</summary>
internal static class ControllerRules
{
    public static readonly DiagnosticDescriptor MissingPartial = Rule(
        "ZHAR0201", "A controller must be partial",
        "'{0}' must be partial, and each type around it, so that its actions can be generated. Write: partial class {0}");

    public static readonly DiagnosticDescriptor IllShapedController = Rule(
        "ZHAR0202", "A controller has the wrong shape",
        "'{0}' cannot be a controller: {1}");

    public static readonly DiagnosticDescriptor IllShapedAction = Rule(
        "ZHAR0203", "An action has the wrong shape",
        "'{0}' cannot be an action: {1}");

    public static readonly DiagnosticDescriptor UnboundParameter = Rule(
        "ZHAR0204", "A parameter of an action cannot be bound",
        "'{0}' is a {1}, which cannot be read from a request. {2}");

    public static readonly DiagnosticDescriptor MissingView = Rule(
        "ZHAR0205", "A view has no such method",
        "There is no view '{0}': {1}");

    public static readonly DiagnosticDescriptor ViewArguments = Rule(
        "ZHAR0206", "A view takes other arguments",
        "'{0}' cannot be rendered with these arguments: {1}");

    public static readonly DiagnosticDescriptor UnknownAction = Rule(
        "ZHAR0207", "A list of actions names one that does not exist",
        "'{0}' has no action '{1}'. It has: {2}.");

    public static readonly DiagnosticDescriptor MissingJsonType = new(
        "ZHAR0208", "A type is missing in the JSON context",
        "'{0}' is written as JSON, but {1}", "Zhar", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: "docs/analyzers/ZHAR0208.md");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Zhar", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: $"docs/analyzers/{id}.md");
}
