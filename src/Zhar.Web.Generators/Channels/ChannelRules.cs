using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators.Channels;

/// <summary>The rules for channels. Each has a page under docs/analyzers.</summary>
internal static class ChannelRules
{
    public static readonly DiagnosticDescriptor IllShaped = Rule(
        "ZHAR0281", "A channel's handler has the wrong shape", DiagnosticSeverity.Error,
        "'{0}' cannot handle messages of a channel: {1}.");

    public static readonly DiagnosticDescriptor DuplicateEvent = Rule(
        "ZHAR0282", "Two handlers take the same event", DiagnosticSeverity.Error,
        "'{0}' never runs: '{1}' already handles the event {2}. Join the two, or give one an event of its own.");

    public static readonly DiagnosticDescriptor PrivateInBase = Rule(
        "ZHAR0283", "A handler of a base channel must be protected", DiagnosticSeverity.Error,
        "'{0}' is private in '{1}', so '{2}' cannot call it. Make it protected.");

    public static readonly DiagnosticDescriptor ReservedEvent = Rule(
        "ZHAR0284", "An event has a reserved name", DiagnosticSeverity.Error,
        "'{0}' handles the event \"{1}\": {2}. Give the event another name.");

    public static readonly DiagnosticDescriptor OutsideChannel = Rule(
        "ZHAR0285", "A handler of events outside a channel", DiagnosticSeverity.Error,
        "'{0}' has [{1}], but '{2}' is no channel, so it never runs. Derive the class from Channel<TState>.");

    public static readonly DiagnosticDescriptor MissingJoin = Rule(
        "ZHAR0286", "A channel must have a Join method", DiagnosticSeverity.Error,
        "'{0}' has no Join method, so nobody can join. Add: private Join<{1}> Join(string topic) => Ok(…);");

    public static readonly DiagnosticDescriptor BadTopic = Rule(
        "ZHAR0287", "A topic is malformed", DiagnosticSeverity.Error,
        "The topic \"{0}\" {1}.");

    public static readonly DiagnosticDescriptor PushInJoin = Rule(
        "ZHAR0288", "A channel pushes before the client has joined", DiagnosticSeverity.Warning,
        "'{0}' throws in Join: the client has not joined yet. Return Ok(state).ThenContinue(step) and push in the [Continue] handler for the step.");

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message) =>
        new(id, title, message, "Zhar", severity, isEnabledByDefault: true, helpLinkUri: $"docs/analyzers/{id}.md");
}
