namespace Zhar.Live;

/// <summary>The browser sent an event that the view, or the component that it was for, does not handle. It ends the view, as a click on something that is not there.</summary>
public sealed class UnknownEventException : Exception
{
    internal UnknownEventException(string view, string shortName, IReadOnlyList<string> events, string name)
        : base($"{shortName} has no handler for the event \"{Shorten(name)}\"{Known(events)}. Add: [Event(\"{(name.Length <= 80 ? name : "…")}\")] private void …()")
    {
        View = view;
        Event = name;
    }

    /// <summary>The class of the view or component.</summary>
    public string View { get; }

    /// <summary>The event.</summary>
    public string Event { get; }

    private static string Shorten(string name) => name.Length <= 80 ? name : name[..80] + "…";

    private static string Known(IReadOnlyList<string> events) => events.Count == 0 ? "" : $"; it handles {string.Join(", ", events)}";
}
