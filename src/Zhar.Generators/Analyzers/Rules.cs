using Microsoft.CodeAnalysis;

namespace Zhar.Generators.Analyzers;

/// <summary>The rules. Each has a page under docs/analyzers.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor MissingPartial = Rule(
        "ZHAR0001", "A server must be partial", DiagnosticSeverity.Error,
        "'{0}' must be partial, so that the client of '{1}' can be generated. Write: partial class {0}");

    public static readonly DiagnosticDescriptor MissingInit = Rule(
        "ZHAR0002", "A server must have an Init method", DiagnosticSeverity.Error,
        "'{0}' has no Init method, so it cannot be started. Add: private Init<{1}> Init() => Ok(…);");

    public static readonly DiagnosticDescriptor IllShapedHandler = Rule(
        "ZHAR0003", "A handler has the wrong shape", DiagnosticSeverity.Error,
        "'{0}' cannot be a handler: {1}.");

    public static readonly DiagnosticDescriptor DuplicateHandler = Rule(
        "ZHAR0004", "Two handlers take the same message", DiagnosticSeverity.Error,
        "'{0}' never runs: '{1}' already handles '{2}'. Join the two, or give one a message type of its own.");

    public static readonly DiagnosticDescriptor HiddenType = Rule(
        "ZHAR0005", "A client cannot show a private type", DiagnosticSeverity.Error,
        "'{0}' uses '{1}', which users of the client of '{2}' cannot see. Make '{1}' as visible as '{2}'.");

    public static readonly DiagnosticDescriptor PrivateInBase = Rule(
        "ZHAR0006", "A handler of a base class must be protected", DiagnosticSeverity.Error,
        "'{0}' is private in '{1}', so the client of '{2}' cannot reach it. Make it protected.");

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message) =>
        new(id, title, message, "Zhar", severity, isEnabledByDefault: true, helpLinkUri: $"{HelpRoot}{id}.md");

    private const string HelpRoot = "https://github.com/zhar-net/zhar/blob/main/docs/analyzers/";
}
