using Zhar.Generators.Model;

namespace Zhar.Web.Generators.Controllers;

/// <summary>A controller, as far as its source depends on it.</summary>
/// <param name="Declarations">The types around it and itself, from the outside in, as in <c>partial class Outer</c>.</param>
/// <param name="Construction">An expression that makes one, from <c>conn</c>.</param>
/// <param name="Disposal"><c>Dispose</c>, <c>DisposeAsync</c>, or <c>null</c>.</param>
/// <param name="Fallback">An expression that makes the fallback, from <c>conn</c>, or <c>null</c>.</param>
/// <param name="JsonContexts">The application's contexts, such as <c>global::App.AppJson.Default</c>.</param>
/// <param name="Metadata">Attributes of the controller as expressions.</param>
/// <param name="PlugLists">Calls that add plugs to <c>p</c>, with <c>{0}</c> for the name of the action.</param>
internal sealed record ControllerModel(
    string HintName,
    string Type,
    string Name,
    string? Namespace,
    EquatableArray<string> Declarations,
    string Construction,
    string? Disposal,
    string? Fallback,
    EquatableArray<string> JsonContexts,
    EquatableArray<string> Metadata,
    EquatableArray<PlugModel> Plugs,
    EquatableArray<string> PlugLists,
    EquatableArray<ActionModel> Actions,
    EquatableArray<ViewModel> Views,
    EquatableArray<RecordModel> Records);

/// <summary>What runs before some of the actions.</summary>
/// <param name="Field">The plug as an expression for a static field, or <c>null</c>: a method of the controller.</param>
/// <param name="Call">A call of that method on <c>controller</c>, or <c>null</c>.</param>
/// <param name="Returns">What the method returns: <c>void</c>, <c>task</c>, <c>result</c> or <c>taskOfResult</c>.</param>
/// <param name="Actions">The actions that it runs before.</param>
internal sealed record PlugModel(string? Field, string? Call, string Returns, EquatableArray<string> Actions);

/// <summary>An action.</summary>
/// <param name="Result">How its result becomes one of ASP.NET Core: <c>result</c>, <c>html</c>, <c>outcome</c>, <c>json</c> or <c>none</c>.</param>
/// <param name="Awaited">Whether it gives a task of that.</param>
/// <param name="MethodInfo">An expression that finds the method, for the descriptions of the endpoint.</param>
/// <param name="Produces">Metadata on what it answers with.</param>
internal sealed record ActionModel(
    string Name,
    string Result,
    bool Awaited,
    bool IsValueTask,
    EquatableArray<ArgumentModel> Arguments,
    EquatableArray<string> Metadata,
    string MethodInfo,
    EquatableArray<string> Produces,
    string Doc);

/// <summary>An argument of an action.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Code">An expression over <c>conn</c> and <c>arguments</c>.</param>
/// <param name="IsBound">Whether it comes from the params and so can fail.</param>
/// <param name="Description">Metadata: name, whether it is optional, whether it can be parsed.</param>
internal sealed record ArgumentModel(string Name, string Code, bool IsBound, string? Description);

/// <summary>A record that is bound from params.</summary>
/// <param name="Method">The name of the method that binds it.</param>
/// <param name="Type">The record as source.</param>
/// <param name="Locals">Each value that is always read, in order: a name and an expression over <c>arguments</c>.</param>
/// <param name="Construction">The expression that makes the record from the locals.</param>
/// <param name="Options">Properties that are set only when they came: the condition, then the change.</param>
internal sealed record RecordModel(string Method, string Type, EquatableArray<string> Locals, string Construction, EquatableArray<string> Options);

/// <summary>A method that draws a view.</summary>
/// <param name="View">The name of the view: of the method, and mostly of the action.</param>
/// <param name="Format"><c>html</c>, <c>json</c>, or another.</param>
/// <param name="Count">How many arguments of the caller it takes.</param>
/// <param name="Call">The call, over <c>conn</c> and <c>arguments</c>.</param>
/// <param name="Kind"><c>Html</c>, <c>Json</c>, <c>Text</c>, <c>Bytes</c> or <c>Result</c>.</param>
internal sealed record ViewModel(string View, string Format, int Count, string Call, string Kind);
