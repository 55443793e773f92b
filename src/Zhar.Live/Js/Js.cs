namespace Zhar.Live;

/// <summary>Commands that the browser runs without asking the server: <c>phx-click="{Js.Push(On.Close).Hide("#menu")}"</c>. Each starts a list; the methods of <see cref="JsCommands"/> go on with it.</summary>
/// <remarks>Source: Phoenix.LiveView.JS.</remarks>
/// <example>
/// <code>
/// public static JsCommands Open(string id) => Js
///     .Show("#" + id, transition: ("ease-out", "opacity-0", "opacity-100"))
///     .PushFocus()
///     .FocusFirst("#" + id);
/// </code>
/// </example>
public static class Js
{
    /// <inheritdoc cref="JsCommands.Empty"/>
    public static JsCommands None => JsCommands.Empty;

    /// <inheritdoc cref="JsCommands.Push"/>
    public static JsCommands Push(EventRef @event, LiveTarget? target = null, JsTarget? loading = null, bool pageLoading = false, IReadOnlyList<(string Key, object? Value)>? value = null) =>
        JsCommands.Empty.Push(@event, target, loading, pageLoading, value);

    /// <inheritdoc cref="JsCommands.Dispatch"/>
    public static JsCommands Dispatch(string @event, JsTarget? to = null, IReadOnlyList<(string Key, object? Value)>? detail = null, bool bubbles = true, bool blocking = false) =>
        JsCommands.Empty.Dispatch(@event, to, detail, bubbles, blocking);

    /// <inheritdoc cref="JsCommands.Toggle"/>
    public static JsCommands Toggle(JsTarget? to = null, string? display = null, JsTransition? @in = null, JsTransition? @out = null, TimeSpan? time = null, bool blocking = true) =>
        JsCommands.Empty.Toggle(to, display, @in, @out, time, blocking);

    /// <inheritdoc cref="JsCommands.Show"/>
    public static JsCommands Show(JsTarget? to = null, JsTransition? transition = null, string? display = null, TimeSpan? time = null, bool blocking = true) =>
        JsCommands.Empty.Show(to, transition, display, time, blocking);

    /// <inheritdoc cref="JsCommands.Hide"/>
    public static JsCommands Hide(JsTarget? to = null, JsTransition? transition = null, TimeSpan? time = null, bool blocking = true) =>
        JsCommands.Empty.Hide(to, transition, time, blocking);

    /// <inheritdoc cref="JsCommands.AddClass"/>
    public static JsCommands AddClass(string names, JsTarget? to = null, JsTransition? transition = null, TimeSpan? time = null, bool blocking = true) =>
        JsCommands.Empty.AddClass(names, to, transition, time, blocking);

    /// <inheritdoc cref="JsCommands.RemoveClass"/>
    public static JsCommands RemoveClass(string names, JsTarget? to = null, JsTransition? transition = null, TimeSpan? time = null, bool blocking = true) =>
        JsCommands.Empty.RemoveClass(names, to, transition, time, blocking);

    /// <inheritdoc cref="JsCommands.ToggleClass"/>
    public static JsCommands ToggleClass(string names, JsTarget? to = null, JsTransition? transition = null, TimeSpan? time = null, bool blocking = true) =>
        JsCommands.Empty.ToggleClass(names, to, transition, time, blocking);

    /// <inheritdoc cref="JsCommands.Transition"/>
    public static JsCommands Transition(JsTransition transition, JsTarget? to = null, TimeSpan? time = null, bool blocking = true) =>
        JsCommands.Empty.Transition(transition, to, time, blocking);

    /// <inheritdoc cref="JsCommands.SetAttribute"/>
    public static JsCommands SetAttribute(string name, string value, JsTarget? to = null) =>
        JsCommands.Empty.SetAttribute(name, value, to);

    /// <inheritdoc cref="JsCommands.RemoveAttribute"/>
    public static JsCommands RemoveAttribute(string name, JsTarget? to = null) =>
        JsCommands.Empty.RemoveAttribute(name, to);

    /// <inheritdoc cref="JsCommands.ToggleAttribute"/>
    public static JsCommands ToggleAttribute(string name, string value, string? other = null, JsTarget? to = null) =>
        JsCommands.Empty.ToggleAttribute(name, value, other, to);

    /// <inheritdoc cref="JsCommands.IgnoreAttributes"/>
    public static JsCommands IgnoreAttributes(string names, JsTarget? to = null) =>
        JsCommands.Empty.IgnoreAttributes(names, to);

    /// <inheritdoc cref="JsCommands.Focus"/>
    public static JsCommands Focus(JsTarget? to = null) =>
        JsCommands.Empty.Focus(to);

    /// <inheritdoc cref="JsCommands.FocusFirst"/>
    public static JsCommands FocusFirst(JsTarget? to = null) =>
        JsCommands.Empty.FocusFirst(to);

    /// <inheritdoc cref="JsCommands.PushFocus"/>
    public static JsCommands PushFocus(JsTarget? to = null) =>
        JsCommands.Empty.PushFocus(to);

    /// <inheritdoc cref="JsCommands.PopFocus"/>
    public static JsCommands PopFocus() =>
        JsCommands.Empty.PopFocus();

    /// <inheritdoc cref="JsCommands.Navigate"/>
    public static JsCommands Navigate(string href, bool replace = false) =>
        JsCommands.Empty.Navigate(href, replace);

    /// <inheritdoc cref="JsCommands.Patch"/>
    public static JsCommands Patch(string href, bool replace = false) =>
        JsCommands.Empty.Patch(href, replace);

    /// <inheritdoc cref="JsCommands.Exec"/>
    public static JsCommands Exec(string attribute, JsTarget? to = null) =>
        JsCommands.Empty.Exec(attribute, to);
}
