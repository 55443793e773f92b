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

    public static readonly DiagnosticDescriptor BlockingCall = Rule(
        "ZHAR0007", "A server blocks its thread", DiagnosticSeverity.Warning,
        "'{0}' blocks the thread that other processes need too. {1}.");

    public static readonly DiagnosticDescriptor SelfCall = Rule(
        "ZHAR0008", "A server calls itself", DiagnosticSeverity.Warning,
        "'{0}' calls the server that runs this handler, which would wait for itself for ever, so the call fails at once. Call the method directly.");

    public static readonly DiagnosticDescriptor MutableMessage = Rule(
        "ZHAR0009", "A message can be changed after it was sent", DiagnosticSeverity.Warning,
        "'{0}' is shared with the sender, and {1}. Use a record or an immutable collection, or mark the parameter [Transfer] when the sender gives it away.");

    public static readonly DiagnosticDescriptor AsyncVoid = Rule(
        "ZHAR0010", "A server has an async void method", DiagnosticSeverity.Warning,
        "The server does not wait for '{0}', and its exception would end the whole program. Return ValueTask.");

    public static readonly DiagnosticDescriptor StateOutsideState = Rule(
        "ZHAR0011", "A server keeps state outside State", DiagnosticSeverity.Warning,
        "'{0}' is state that {1}. Keep it in State, a record replaced by assignment.");

    public static readonly DiagnosticDescriptor StaticSubscription = Rule(
        "ZHAR0012", "A static event keeps the application loaded", DiagnosticSeverity.Warning,
        "'{0}' is static and outlives the application, so the handler keeps it in memory after an upgrade. Remove it with -= when the process ends.");

    public static readonly DiagnosticDescriptor DynamicCode = Rule(
        "ZHAR0013", "Dynamic code keeps the application loaded", DiagnosticSeverity.Warning,
        "'dynamic' caches its calls in the runtime, which keeps the application in memory after an upgrade, and does not work trimmed. Use a type or a pattern.");

    public static readonly DiagnosticDescriptor ReflectionJson = Rule(
        "ZHAR0014", "Reflection-based JSON keeps the application loaded", DiagnosticSeverity.Info,
        "'{0}' without type information uses reflection: its cache keeps the application in memory after an upgrade, and it does not work trimmed. Pass the JsonTypeInfo of a JsonSerializerContext.");

    public static readonly DiagnosticDescriptor TimerOrThread = Rule(
        "ZHAR0015", "A timer or thread of one's own keeps the application loaded", DiagnosticSeverity.Info,
        "A {0} runs outside the process and outlives it. {1}.");

    public static readonly DiagnosticDescriptor SwallowedExit = Rule(
        "ZHAR0016", "A catch swallows exits", DiagnosticSeverity.Warning,
        "This catch also takes the exit of this process and failed calls, which a server should not survive by accident. Add: when (e is not ProcessExitException)");

    public static readonly DiagnosticDescriptor TerminateWithoutTrapExit = Rule(
        "ZHAR0017", "Terminate does not run on exit signals", DiagnosticSeverity.Info,
        "'{0}' overrides Terminate, but does not trap exits, so it ends without Terminate when its supervisor stops it. Set Process.TrapExit in Init.");

    /// <summary>Ok and Error are all there is of a Result, which the compiler cannot know.</summary>
    public static readonly SuppressionDescriptor ClosedSet = new(
        "ZHAR0018", "CS8509", "The switch handles every type of a closed set.");

    public static readonly DiagnosticDescriptor ThreadStatic = Rule(
        "ZHAR0019", "A thread static of an application damages the next one", DiagnosticSeverity.Info,
        "'{0}' {1}, which the .NET runtime frees wrongly when the application is upgraded while it runs. {2}.");

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message) =>
        new(id, title, message, "Zhar", severity, isEnabledByDefault: true, helpLinkUri: RulePage.Of(id));
}
