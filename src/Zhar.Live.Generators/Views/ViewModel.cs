using Zhar.Generators.Model;

namespace Zhar.Live.Generators.Views;

/// <summary>What the generator writes for one live view class.</summary>
internal sealed record ViewModel(string HintName, string Type, string? Namespace, EquatableArray<string> Headers, bool IsPublic, EquatableArray<EventModel> Events);

/// <summary>One <c>[Event]</c> handler.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Event">A C# literal.</param>
/// <param name="Arguments">Its parameters.</param>
/// <param name="Shape">What it returns.</param>
internal sealed record EventModel(string Method, string Event, EquatableArray<ArgumentModel> Arguments, EventShape Shape);

/// <summary>One parameter.</summary>
/// <param name="Kind">How it is read.</param>
/// <param name="Name">Its name in the payload.</param>
/// <param name="Type">Its type, of an enum or a value that may be absent the type inside.</param>
/// <param name="Fallback">A C# expression, when it may be absent.</param>
internal sealed record ArgumentModel(ArgumentKind Kind, string Name, string Type, string? Fallback);

internal enum ArgumentKind
{
    Params,
    Tree,
    Event,
    Text,
    Boolean,
    Enum,
    Parsable,
    Nullable,
}

internal enum EventShape
{
    Void,
    Action,
    ValueTask,
    Task,
    ValueTaskOfAction,
    TaskOfAction,
}
