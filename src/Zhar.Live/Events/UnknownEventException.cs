namespace Zhar.Live;

/// <summary>The browser sent an event that the view does not handle. It ends the view, as a click on something that is not there.</summary>
public sealed class UnknownEventException : Exception
{
    internal UnknownEventException(LiveDefinition definition, string name)
        : base($"{definition.Type.Name} has no handler for the event \"{(name.Length <= 80 ? name : name[..80] + "…")}\"{Known(definition)}. Add: [Event(\"{(name.Length <= 80 ? name : "…")}\")] private void …()")
    {
        View = definition.Name;
        Event = name;
    }

    /// <summary>The view's class.</summary>
    public string View { get; }

    /// <summary>The event.</summary>
    public string Event { get; }

    private static string Known(LiveDefinition definition) => definition.Events.Count == 0 ? "" : $"; it handles {string.Join(", ", definition.Events)}";
}
