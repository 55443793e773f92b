namespace Zhar.Live;

/// <summary>Marks a private method of a live view that answers an event of the browser.</summary>
/// <remarks>
/// <para>Its parameters are read from the payload by name, <c>userId</c> also as <c>user_id</c> and <c>user-id</c>: text, numbers, truth values, dates, identifiers, enums and
/// other types that can be read from text. A parameter of type <see cref="Params"/> is the tree under its name, as the inputs of a form that has
/// it, or called <c>p</c> or <c>params</c> the whole payload; one of type <see cref="LiveEvent"/> is the event itself.
/// A parameter with a default value may be absent. A payload that does not fit is logged and dropped.</para>
/// <para>It returns nothing, a <see cref="LiveAction"/>, or a <c>Task</c> or <c>ValueTask</c> of either. Templates bind to it with the generated <c>On.Name</c>.
/// Source: Phoenix.LiveView.handle_event/3.</para>
/// </remarks>
/// <param name="name">The event's name in the browser. Default: the method's name in snake case.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EventAttribute(string? name = null) : Attribute
{
    /// <summary>The event's name, or <c>null</c> for the method's.</summary>
    public string? Name => name;
}
