using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators;

/// <summary>The rules about templates. Each has a page under docs/analyzers.</summary>
internal static class HtmlRules
{
    public static readonly DiagnosticDescriptor NotClosed = Rule(
        "ZHAR0251", "An element is not closed", DiagnosticSeverity.Error,
        "<{0}> is not closed in this template. Close it where its content ends: </{0}>");

    public static readonly DiagnosticDescriptor ClosesNothing = Rule(
        "ZHAR0252", "A closing tag closes nothing", DiagnosticSeverity.Error,
        "</{0}> closes nothing: {1}");

    public static readonly DiagnosticDescriptor UnknownElement = Rule(
        "ZHAR0253", "HTML has no such element", DiagnosticSeverity.Warning,
        "HTML has no element <{0}>. An element of your own has a dash in its name.");

    public static readonly DiagnosticDescriptor BadNesting = Rule(
        "ZHAR0254", "An element cannot stand there", DiagnosticSeverity.Warning,
        "<{0}> cannot stand in <{1}>: {2}");

    public static readonly DiagnosticDescriptor DuplicateAttribute = Rule(
        "ZHAR0255", "An attribute comes twice", DiagnosticSeverity.Error,
        "<{1}> has the attribute {0} twice, and browsers ignore the second. Join the two.");

    public static readonly DiagnosticDescriptor UnsafeHole = Rule(
        "ZHAR0256", "A hole stands where nothing is safe", DiagnosticSeverity.Error,
        "This hole stands {0}");

    public static readonly DiagnosticDescriptor UnsafeValue = Rule(
        "ZHAR0257", "A hole has a value that its place does not allow", DiagnosticSeverity.Error,
        "A value of type '{0}' is not allowed here: {1}");

    public static readonly DiagnosticDescriptor InterpolatedText = Rule(
        "ZHAR0258", "An interpolated string in a hole is text, not markup", DiagnosticSeverity.Error,
        "This interpolated string becomes a string, and its markup is escaped. Write its content into the template, or (Html)$\"…\".");

    public static readonly DiagnosticDescriptor ChoiceOfText = Rule(
        "ZHAR0259", "A choice between interpolated strings is text, not markup", DiagnosticSeverity.Error,
        "The interpolated strings become strings here, and their markup is escaped. Write If(test, () => $\"…\", () => $\"…\") or When(test, () => $\"…\").");

    public static readonly DiagnosticDescriptor Unfinished = Rule(
        "ZHAR0260", "A template ends inside something", DiagnosticSeverity.Error,
        "The template ends inside {0}. A template is whole: what is opened in it is closed in it.");

    public static readonly DiagnosticDescriptor NoAlternative = Rule(
        "ZHAR0261", "An image has no text alternative", DiagnosticSeverity.Info,
        "This image has no alt. Say what it shows, or alt=\"\" when it is decoration, so that a screen reader passes over it.");

    public static readonly DiagnosticDescriptor NoText = Rule(
        "ZHAR0262", "A hole has a value without a text form", DiagnosticSeverity.Error,
        "A value of type '{0}' has no text form in a template. {1}");

    public static readonly DiagnosticDescriptor DuplicateId = Rule(
        "ZHAR0263", "An id comes twice", DiagnosticSeverity.Warning,
        "The id {0} is already used in this template. Ids are unique on a page.");

    public static readonly DiagnosticDescriptor UnknownClosing = Rule(
        "ZHAR0264", "A tag is closed in a way that HTML does not know", DiagnosticSeverity.Error,
        "{0}");

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message) =>
        new(id, title, message, "Zhar", severity, isEnabledByDefault: true, helpLinkUri: $"docs/analyzers/{id}.md");
}
