namespace Zhar.Generators.Model;

/// <summary>All that is written about one server class: text and flags only, no symbols, so that it can be compared and kept.</summary>
/// <param name="Type">The server's type, <c>global::</c> qualified, without the type parameters' values: <c>global::Shop.Cache&lt;TKey&gt;</c>.</param>
/// <param name="Headers">The declarations around the generated members, outermost first and the server's own last: <c>partial class Counter</c>.</param>
/// <param name="DefaultName">The expression for <c>Ref.DefaultName</c>.</param>
/// <param name="Declared">Which of the generated static members the class declares itself.</param>
/// <param name="IsRegistrable">The application can name this type, and it has one <c>Ref</c>: not generic, not private.</param>
internal sealed record ServerModel(
    string HintName,
    string Type,
    string DisplayName,
    string? Namespace,
    EquatableArray<string> Headers,
    string DefaultName,
    EquatableArray<string> Declared,
    bool IsRegistrable,
    bool HasAsyncHandlers,
    EquatableArray<HandlerModel> Calls,
    EquatableArray<HandlerModel> Casts,
    EquatableArray<HandlerModel> Infos,
    EquatableArray<HandlerModel> Continues,
    EquatableArray<HandlerModel> Ticks,
    EquatableArray<InitModel> Inits,
    EquatableArray<ServiceModel> Services);

/// <summary>One annotated method.</summary>
/// <param name="MessageType">The name of the generated message class, or of the message's type for <c>[Info]</c> and <c>[Continue]</c>.</param>
/// <param name="Access">The accessibility of the client method.</param>
/// <param name="ReplyType">What the caller gets; <c>null</c> when it gets nothing.</param>
/// <param name="Docs">Doc comment lines of the client method, without the slashes.</param>
/// <param name="HasTry">Whether <c>TryX</c> is generated; not when the server has a handler of that name.</param>
internal sealed record HandlerModel(
    string Method,
    string MessageType,
    string Access,
    HandlerShape Shape,
    string? ReplyType,
    bool RunsInline,
    bool HasTry,
    string? Interval,
    EquatableArray<ParameterModel> Parameters,
    EquatableArray<string> Docs);

/// <summary>What a handler returns.</summary>
internal enum HandlerShape
{
    Void,
    ValueTask,
    Task,
    Value,
    ValueTaskOfValue,
    TaskOfValue,
    CallResult,
    ValueTaskOfCallResult,
    TaskOfCallResult,
    Next,
    ValueTaskOfNext,
    TaskOfNext,
}

/// <summary>A parameter of a handler or of Init.</summary>
/// <param name="Name">The name as it stands in code: <c>@event</c>.</param>
/// <param name="Attributes">The attributes that the client's parameter has too, as code with a space at the end, or empty.</param>
/// <param name="Default">The default value as code, or <c>null</c>.</param>
/// <param name="HoldsReferences">A pooled message has to clear it.</param>
/// <param name="IsFrom">The <c>From&lt;T&gt;</c> of a deferred reply, which is no argument of the client's.</param>
internal sealed record ParameterModel(string Name, string Type, string Attributes, string? Default, bool IsParams, bool HoldsReferences, bool IsFrom);

/// <summary>One <c>Init</c> method.</summary>
internal sealed record InitModel(string Access, bool IsAsync, EquatableArray<ParameterModel> Parameters, EquatableArray<string> Docs);

/// <summary>One parameter of the server's constructor, as the expression that gets it from <c>services</c>.</summary>
internal sealed record ServiceModel(string Expression, bool NeedsServices);
