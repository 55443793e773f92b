namespace Zhar.Live;

/// <summary>Classes that an element has while it changes. Source: the option <c>:transition</c> of Phoenix.LiveView.JS.</summary>
/// <remarks>
/// A string converts to classes for the whole time: <c>"fade-out"</c>. Three strings say also what it starts and ends with:
/// <c>("ease-out duration-300", "opacity-0", "opacity-100")</c>.
/// </remarks>
/// <param name="During">Classes for the whole time, with spaces between them.</param>
/// <param name="Start">Classes of the start, or <c>null</c>.</param>
/// <param name="End">Classes of the end, or <c>null</c>.</param>
public readonly record struct JsTransition(string During, string? Start = null, string? End = null)
{
    /// <summary>Classes for the whole time.</summary>
    public static implicit operator JsTransition(string during) => new(during);

    /// <summary>Classes for the whole time, for the start and for the end.</summary>
    public static implicit operator JsTransition((string During, string Start, string End) classes) => new(classes.During, classes.Start, classes.End);
}
