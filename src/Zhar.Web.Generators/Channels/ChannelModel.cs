using Zhar.Generators.Model;

namespace Zhar.Web.Generators.Channels;

/// <summary>What the generator writes for one channel class.</summary>
internal sealed record ChannelModel(
    string HintName,
    string Type,
    string? Namespace,
    EquatableArray<string> Headers,
    string State,
    ChannelHandler? Join,
    EquatableArray<ChannelHandler> Ins,
    EquatableArray<ChannelHandler> Outs,
    bool LogsJoin,
    bool LogsHandleIn,
    int HibernateAfterSeconds);

/// <summary>One handler: <c>Join</c>, or a method with <c>[HandleIn]</c> or <c>[HandleOut]</c>.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Event">A C# literal.</param>
/// <param name="Arguments">Its parameters.</param>
/// <param name="Shape">What it returns.</param>
/// <param name="Value">The type of the answer, when it returns one.</param>
internal sealed record ChannelHandler(string Method, string Event, EquatableArray<ChannelArgument> Arguments, ChannelShape Shape, string? Value);

/// <summary>One parameter.</summary>
/// <param name="Kind">Where its value comes from.</param>
/// <param name="Name">Its name in the payload.</param>
/// <param name="Type">Its type.</param>
/// <param name="Fallback">A C# expression, when it may be absent.</param>
internal sealed record ChannelArgument(ChannelArgumentKind Kind, string Name, string Type, string? Fallback);

internal enum ChannelArgumentKind
{
    Payload,
    Field,
    ReplyRef,
    Topic,
}

internal enum ChannelShape
{
    Void,
    ValueTask,
    Task,
    Next,
    ValueTaskOfNext,
    TaskOfNext,
    Reply,
    ValueTaskOfReply,
    TaskOfReply,
    Value,
    ValueTaskOfValue,
    TaskOfValue,
    Join,
    ValueTaskOfJoin,
    TaskOfJoin,
}
