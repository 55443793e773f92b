using Zhar.Web;

namespace Zhar.Live;

/// <summary>Commands that the browser runs in order, without asking the server. Data, not code: it stands in <c>phx-click</c> and the like. Immutable. Begin with <see cref="Js"/>.</summary>
/// <remarks>Equal lists of commands are equal values. Source: Phoenix.LiveView.JS.</remarks>
public sealed record JsCommands : IHtmlText
{
    private readonly string _commands;

    private JsCommands(string commands) => _commands = commands;

    /// <summary>No commands.</summary>
    public static JsCommands Empty { get; } = new("");

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _commands.Length == 0;

    /// <summary>Sends an event to the view or to a component. Source: JS.push/2.</summary>
    /// <param name="event">The event, with the values of <see cref="EventRef.With"/>.</param>
    /// <param name="target">Who gets it. Default: what <c>phx-target</c> says.</param>
    /// <param name="loading">Which elements get the class of loading besides the one with the command.</param>
    /// <param name="pageLoading">Whether the page shows its progress bar until the answer is there.</param>
    /// <param name="value">Values that go with it.</param>
    public JsCommands Push(EventRef @event, LiveTarget? target = null, JsTarget? loading = null, bool pageLoading = false, IReadOnlyList<(string Key, object? Value)>? value = null)
    {
        var w = new JsWriter("push");
        w.Text("event", @event.Name);
        w.Target(target);
        w.To("loading", loading);
        w.Truth("page_loading", pageLoading ? true : null);
        w.Fields("value", value is null ? @event.Values : [.. @event.Values, .. value]);
        return And(w);
    }

    /// <summary>Dispatches a DOM event. Source: JS.dispatch/2.</summary>
    /// <param name="event">Its name.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    /// <param name="detail">Its <c>detail</c>.</param>
    /// <param name="bubbles">Whether it bubbles.</param>
    /// <param name="blocking">Whether the page waits with its updates until a listener calls <c>event.detail.done()</c>.</param>
    public JsCommands Dispatch(string @event, JsTarget? to = null, IReadOnlyList<(string Key, object? Value)>? detail = null, bool bubbles = true, bool blocking = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(@event);
        var w = new JsWriter("dispatch");
        w.Text("event", @event);
        w.To(to);
        w.Fields("detail", detail);
        w.Truth("bubbles", bubbles ? null : false);
        w.Truth("blocking", blocking ? true : null);
        return And(w);
    }

    /// <summary>Shows elements or hides them. Source: JS.toggle/1.</summary>
    /// <param name="to">The elements. Default: the one with the command.</param>
    /// <param name="display">The value of <c>display</c> when shown. Default: that of the element.</param>
    /// <param name="in">Classes while it appears.</param>
    /// <param name="out">Classes while it goes.</param>
    /// <param name="time">How long the transition takes. Default 200 ms.</param>
    /// <param name="blocking">Whether the page waits with its updates until the transition is over.</param>
    public JsCommands Toggle(JsTarget? to = null, string? display = null, JsTransition? @in = null, JsTransition? @out = null, TimeSpan? time = null, bool blocking = true)
    {
        var w = new JsWriter("toggle");
        w.To(to);
        w.Text("display", display);
        w.Transition("ins", @in);
        w.Transition("outs", @out);
        w.Timing(time, blocking);
        return And(w);
    }

    /// <summary>Shows elements. Source: JS.show/1.</summary>
    /// <param name="to">The elements. Default: the one with the command.</param>
    /// <param name="transition">Classes while it changes.</param>
    /// <param name="display">The value of <c>display</c> when shown. Default: that of the element.</param>
    /// <param name="time">How long the transition takes. Default 200 ms.</param>
    /// <param name="blocking">Whether the page waits with its updates until the transition is over.</param>
    public JsCommands Show(JsTarget? to = null, JsTransition? transition = null, string? display = null, TimeSpan? time = null, bool blocking = true)
    {
        var w = new JsWriter("show");
        w.To(to);
        w.Text("display", display);
        w.Transition("transition", transition);
        w.Timing(time, blocking);
        return And(w);
    }

    /// <summary>Hides elements. Source: JS.hide/1.</summary>
    /// <param name="to">The elements. Default: the one with the command.</param>
    /// <param name="transition">Classes while it changes.</param>
    /// <param name="time">How long the transition takes. Default 200 ms.</param>
    /// <param name="blocking">Whether the page waits with its updates until the transition is over.</param>
    public JsCommands Hide(JsTarget? to = null, JsTransition? transition = null, TimeSpan? time = null, bool blocking = true)
    {
        var w = new JsWriter("hide");
        w.To(to);
        w.Transition("transition", transition);
        w.Timing(time, blocking);
        return And(w);
    }

    /// <summary>Adds classes. Source: JS.add_class/2.</summary>
    /// <param name="names">The classes, with spaces between them.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    /// <param name="transition">Classes while it changes.</param>
    /// <param name="time">How long the transition takes. Default 200 ms.</param>
    /// <param name="blocking">Whether the page waits with its updates until the transition is over.</param>
    public JsCommands AddClass(string names, JsTarget? to = null, JsTransition? transition = null, TimeSpan? time = null, bool blocking = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(names);
        var w = new JsWriter("add_class");
        w.Names("names", names);
        w.To(to);
        w.Transition("transition", transition);
        w.Timing(time, blocking);
        return And(w);
    }

    /// <summary>Takes classes away. Source: JS.remove_class/2.</summary>
    /// <param name="names">The classes, with spaces between them.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    /// <param name="transition">Classes while it changes.</param>
    /// <param name="time">How long the transition takes. Default 200 ms.</param>
    /// <param name="blocking">Whether the page waits with its updates until the transition is over.</param>
    public JsCommands RemoveClass(string names, JsTarget? to = null, JsTransition? transition = null, TimeSpan? time = null, bool blocking = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(names);
        var w = new JsWriter("remove_class");
        w.Names("names", names);
        w.To(to);
        w.Transition("transition", transition);
        w.Timing(time, blocking);
        return And(w);
    }

    /// <summary>Adds the classes that are not there and takes away the others. Source: JS.toggle_class/2.</summary>
    /// <param name="names">The classes, with spaces between them.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    /// <param name="transition">Classes while it changes.</param>
    /// <param name="time">How long the transition takes. Default 200 ms.</param>
    /// <param name="blocking">Whether the page waits with its updates until the transition is over.</param>
    public JsCommands ToggleClass(string names, JsTarget? to = null, JsTransition? transition = null, TimeSpan? time = null, bool blocking = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(names);
        var w = new JsWriter("toggle_class");
        w.Names("names", names);
        w.To(to);
        w.Transition("transition", transition);
        w.Timing(time, blocking);
        return And(w);
    }

    /// <summary>Gives elements classes for a time. Source: JS.transition/2.</summary>
    /// <param name="transition">Classes while it changes.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    /// <param name="time">How long the transition takes. Default 200 ms.</param>
    /// <param name="blocking">Whether the page waits with its updates until the transition is over.</param>
    public JsCommands Transition(JsTransition transition, JsTarget? to = null, TimeSpan? time = null, bool blocking = true)
    {
        var w = new JsWriter("transition");
        w.Transition("transition", transition);
        w.To(to);
        w.Timing(time, blocking);
        return And(w);
    }

    /// <summary>Sets an attribute. Source: JS.set_attribute/2.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="value">Its value.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    public JsCommands SetAttribute(string name, string value, JsTarget? to = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        var w = new JsWriter("set_attr");
        w.List("attr", name, value);
        w.To(to);
        return And(w);
    }

    /// <summary>Takes an attribute away. Source: JS.remove_attribute/2.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    public JsCommands RemoveAttribute(string name, JsTarget? to = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var w = new JsWriter("remove_attr");
        w.Text("attr", name);
        w.To(to);
        return And(w);
    }

    /// <summary>Sets an attribute, or takes it away when it has this value, or changes it between two values. Source: JS.toggle_attribute/2.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="value">Its value.</param>
    /// <param name="other">The value in turn; <c>null</c> takes the attribute away instead.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    public JsCommands ToggleAttribute(string name, string value, string? other = null, JsTarget? to = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        var w = new JsWriter("toggle_attr");
        w.List("attr", name, value, other);
        w.To(to);
        return And(w);
    }

    /// <summary>Leaves attributes to the browser from now on: updates of the page do not change them. For <c>phx-mounted</c>. Source: JS.ignore_attributes/2.</summary>
    /// <param name="names">The attributes, with spaces between them; <c>*</c> stands for any text, as in <c>data-*</c>.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    public JsCommands IgnoreAttributes(string names, JsTarget? to = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(names);
        var w = new JsWriter("ignore_attrs");
        w.Names("attrs", names);
        w.To(to);
        return And(w);
    }

    /// <summary>Puts the focus on an element. Source: JS.focus/1.</summary>
    /// <param name="to">The elements. Default: the one with the command.</param>
    public JsCommands Focus(JsTarget? to = null)
    {
        var w = new JsWriter("focus");
        w.To(to);
        return And(w);
    }

    /// <summary>Puts the focus on the first element inside that can have it. Source: JS.focus_first/1.</summary>
    /// <param name="to">The elements. Default: the one with the command.</param>
    public JsCommands FocusFirst(JsTarget? to = null)
    {
        var w = new JsWriter("focus_first");
        w.To(to);
        return And(w);
    }

    /// <summary>Remembers an element for <see cref="PopFocus"/>. Source: JS.push_focus/1.</summary>
    /// <param name="to">The elements. Default: the one with the command.</param>
    public JsCommands PushFocus(JsTarget? to = null)
    {
        var w = new JsWriter("push_focus");
        w.To(to);
        return And(w);
    }

    /// <summary>Puts the focus on the element that was remembered last. Source: JS.pop_focus/0.</summary>
    public JsCommands PopFocus()
    {
        var w = new JsWriter("pop_focus");
        return And(w);
    }

    /// <summary>Goes to another live view over the same connection. Source: JS.navigate/2.</summary>
    /// <param name="href">A path, with its query.</param>
    /// <param name="replace">Whether the entry in the browser's history is replaced.</param>
    public JsCommands Navigate(string href, bool replace = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(href);
        var w = new JsWriter("navigate");
        w.Text("href", href);
        w.Truth("replace", replace ? true : null);
        return And(w);
    }

    /// <summary>Changes the address of the page; the view gets <c>HandleParams</c>. Source: JS.patch/2.</summary>
    /// <param name="href">A path of the same view, with its query.</param>
    /// <param name="replace">Whether the entry in the browser's history is replaced.</param>
    public JsCommands Patch(string href, bool replace = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(href);
        var w = new JsWriter("patch");
        w.Text("href", href);
        w.Truth("replace", replace ? true : null);
        return And(w);
    }

    /// <summary>Runs the commands that stand in an attribute of elements, such as <c>data-cancel</c> or <c>phx-remove</c>. Source: JS.exec/2.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="to">The elements. Default: the one with the command.</param>
    public JsCommands Exec(string attribute, JsTarget? to = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(attribute);
        var w = new JsWriter("exec");
        w.Text("attr", attribute);
        w.To(to);
        return And(w);
    }

    /// <summary>These, then those of <paramref name="other"/>. Source: JS.concat/2.</summary>
    /// <param name="other">More commands; <c>null</c> is none.</param>
    public JsCommands Concat(JsCommands? other) => other is null || other.IsEmpty ? this : IsEmpty ? other : new($"{_commands},{other._commands}");

    /// <summary>What the client reads: a JSON array. <c>null</c> when there are none, which leaves the attribute out.</summary>
    public string? ToHtmlText() => IsEmpty ? null : $"[{_commands}]";

    /// <summary>What the client reads: a JSON array. For a payload of <c>PushEvent</c>, which a script runs with <c>liveSocket.execJS</c>.</summary>
    public override string ToString() => $"[{_commands}]";

    private JsCommands And(JsWriter command) => new(IsEmpty ? command.Finish() : $"{_commands},{command.Finish()}");
}
