using Microsoft.CodeAnalysis;

namespace Zhar.Live.Generators.Views;

/// <summary>What can be wrong with a live view.</summary>
internal static class ViewRules
{
    public static readonly DiagnosticDescriptor IllShaped = Rule("ZHAR0301", "A handler of an event has the wrong shape", "The [Event] handler '{0}' cannot be called: {1}");
    public static readonly DiagnosticDescriptor DuplicateEvent = Rule("ZHAR0302", "Two handlers take one event", "'{0}' and '{1}' both handle the event \"{2}\"; give one of them another name: [Event(\"…\")]");
    public static readonly DiagnosticDescriptor NotPartial = Rule("ZHAR0303", "A live view or component must be partial", "{0} is a {1}, so the generator writes its other half; write: public sealed partial class {0}");
    public static readonly DiagnosticDescriptor OutsideView = Rule("ZHAR0304", "An event handler outside of a live view", "'{0}' has [Event], but {1} is neither a live view nor a live component, so nothing calls it");
    public static readonly DiagnosticDescriptor UnknownEvent = Rule("ZHAR0305", "A template binds to an event that nobody handles", "{0} has no [Event] handler for \"{1}\"; it handles {2}. Bind with On: {3}=\"{{On.Name}}\"");

    public static readonly DiagnosticDescriptor Untargeted = Rule("ZHAR0306", "An event of a component goes to the view around it", "{0} is an event of the component {1}, and goes to the view around it: nothing here says for whom it is. Write {2}");

    private static DiagnosticDescriptor Rule(string id, string title, string message) => new(id, title, message, "Zhar", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: $"docs/analyzers/{id}.md");
}
