using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators.Routing;

/// <summary>The rules of routes. Each has a page under docs/analyzers.</summary>
internal static class RoutingRules
{
    public static readonly DiagnosticDescriptor Unreachable = Rule(
        "ZHAR0211", "A route cannot be reached", DiagnosticSeverity.Warning,
        "No request reaches {0}: {1}, declared before it, takes them all. Declare it earlier, or remove it.");

    public static readonly DiagnosticDescriptor NoHelper = Rule(
        "ZHAR0212", "A route gets no path helper", DiagnosticSeverity.Info,
        "'{0}' is not known when the program is compiled, so this route gets no path helper and is not checked. Write the path as a constant.");

    public static readonly DiagnosticDescriptor DuplicateHelper = Rule(
        "ZHAR0213", "Two path helpers have the same name", DiagnosticSeverity.Warning,
        "{0} and {1} would both be '{2}'; the second gets no path helper. Lead it to an action with another name.");

    public static readonly DiagnosticDescriptor Malformed = Rule(
        "ZHAR0214", "A path is malformed", DiagnosticSeverity.Error,
        "The path \"{0}\" {1}");

    public static readonly DiagnosticDescriptor UnknownPath = Rule(
        "ZHAR0215", "A literal path leads to no route", DiagnosticSeverity.Info,
        "No route leads to \"{0}\". {1}");

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message) =>
        new(id, title, message, "Zhar", severity, isEnabledByDefault: true, helpLinkUri: $"docs/analyzers/{id}.md");
}
