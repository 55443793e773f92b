using Zhar.Web;

namespace Zhar.Live;

/// <summary>The parts that most pages have, accessible by themselves: headers, tables, lists, messages, modals, tabs, menus. Imported with <c>using static Zhar.Live.CoreComponents</c>.</summary>
/// <remarks>Buttons and inputs are those of <see cref="FormComponents"/>. <see cref="CoreStyles"/> has their style. Source: the core components of a generated Phoenix application.</remarks>
public static partial class CoreComponents
{
    /// <summary>The header of a page.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="subtitle">A line below it.</param>
    /// <param name="actions">Buttons and links beside it.</param>
    public static Html Header(Html title, Html subtitle = default, Html actions = default) => $"""
        <header class="page-header"><div><h1>{title}</h1>{When(subtitle, s => $"<p>{s}</p>")}</div>{When(actions, a => $"<div class=\"page-actions\">{a}</div>")}</header>
        """;

    /// <summary>A link to another address of the same view, over its connection: the view gets <c>HandleParams</c>. Without a connection it is a plain link. Source: Phoenix.Component.link/1, patch.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="to">A path of the same view, with its query.</param>
    /// <param name="replace">Whether the entry in the browser's history is replaced.</param>
    /// <param name="rest">More attributes.</param>
    public static Html PatchLink(Html content, string to, bool replace = false, Attrs? rest = null) =>
        $"""<a href="{to}" data-phx-link="patch" data-phx-link-state="{(replace ? "replace" : "push")}" {rest}>{content}</a>""";

    /// <summary>A link to another live view, over the same connection. Without one it is a plain link. Source: Phoenix.Component.link/1, navigate.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="to">A path, with its query.</param>
    /// <param name="replace">Whether the entry in the browser's history is replaced.</param>
    /// <param name="rest">More attributes.</param>
    public static Html NavigateLink(Html content, string to, bool replace = false, Attrs? rest = null) =>
        $"""<a href="{to}" data-phx-link="redirect" data-phx-link-state="{(replace ? "replace" : "push")}" {rest}>{content}</a>""";

    /// <summary>
    /// A link that goes over the connection where it can: a patch to an address of the same view, a navigation inside of the live session, else a plain link. Over plain HTTP it is a
    /// plain link too. Source: Phoenix.LiveView.navigation_type/2.
    /// </summary>
    /// <param name="socket">The view that it stands in: <c>Socket</c>.</param>
    /// <param name="content">What it shows.</param>
    /// <param name="to">A path, with its query.</param>
    /// <param name="replace">Whether the entry in the browser's history is replaced, where it is no plain link.</param>
    /// <param name="rest">More attributes.</param>
    /// <exception cref="ArgumentException">It is no path of this site.</exception>
    public static Html LiveLink(LiveSocket socket, Html content, string to, bool replace = false, Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.NavigationTypeOf(to) switch
        {
            NavigationType.Patch => PatchLink(content, to, replace, rest),
            NavigationType.Navigate => NavigateLink(content, to, replace, rest),
            _ => $"<a href=\"{to}\" {rest}>{content}</a>",
        };
    }

    /// <summary>Keeps the focus inside: after the last element that can have it comes the first. Source: Phoenix.Component.focus_wrap/1.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="rest">More attributes.</param>
    public static Html FocusWrap(string id, Html content, Attrs? rest = null) => $"""
        <div id="{id}" phx-hook="Phoenix.FocusWrap" {rest}><div id="{id}-start" tabindex="0" aria-hidden="true"></div>{content}<div id="{id}-end" tabindex="0" aria-hidden="true"></div></div>
        """;

    /// <summary>
    /// Shows its content elsewhere in the document, beyond what cuts it off or lies above it, as a modal in the body. It stays part of the view: events, forms and components in it
    /// work as before. Until the page is connected it is not shown. Source: Phoenix.Component.portal/1.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="target">The CSS selector of the element that it is put into: <c>body</c>.</param>
    /// <param name="content">What is shown there.</param>
    /// <param name="tag">The element around the content. The default style takes its box away.</param>
    /// <param name="class">The class of that element.</param>
    public static Html Portal(string id, string target, Html content, string tag = "div", string? @class = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        return $"""<template id="{id}" data-phx-portal="{target}">{Html.Tag(tag, Attrs.Of(("id", $"_lv_portal_wrap_{id}"), ("class", @class)), content)}</template>""";
    }

    /// <summary>A table.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="key">What tells a row from the others.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="actions">What stands at the end of each row.</param>
    /// <param name="caption">What the table shows, for those who do not see it.</param>
    public static Html Table<T, TKey>(string id, IEnumerable<T> rows, Func<T, TKey> key, IReadOnlyList<TableColumn<T>> columns, Func<T, Html>? actions = null, string? caption = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(columns);
        return $"""
            <div class="table-scroll" tabindex="0"><table id="{id}">{When(caption, c => $"<caption>{c}</caption>")}
              <thead><tr>{Each(columns, c => $"<th scope=\"col\">{c.Label}</th>")}{When(actions is not null, () => $"<th scope=\"col\"><span class=\"visually-hidden\">Actions</span></th>")}</tr></thead>
              <tbody>{Each(rows, key, row => $"<tr>{Each(columns, c => $"<td>{c.Cell(row)}</td>")}{When(actions, a => $"<td>{a(row)}</td>")}</tr>")}</tbody>
            </table></div>
            """;
    }

    /// <summary>Names and what they stand for.</summary>
    public static Html DataList(params IReadOnlyList<(string Name, Html Value)> items) =>
        $"""<dl class="data-list">{Each(items, i => $"<dt>{i.Name}</dt><dd>{i.Value}</dd>")}</dl>""";

    /// <summary>The messages of a page, each with a button that takes it away, and a notice while the connection is lost.</summary>
    /// <param name="flash">The messages: those of the kind <c>error</c> are read out at once.</param>
    /// <param name="id">Its id.</param>
    /// <param name="lost">What the notice reads.</param>
    public static Html FlashGroup(Flash flash, string id = "flash-group", string lost = "The connection is lost. Trying again…")
    {
        ArgumentNullException.ThrowIfNull(flash);
        var notice = $"{id}-lost";
        return $"""
            <div id="{id}" class="flash-group" aria-live="polite">
              {Each(flash, f => f.Key, f => FlashMessage(id, f.Key, f.Value))}
              <div id="{notice}" class="flash error" role="alert" hidden phx-disconnected="{Js.RemoveAttribute("hidden", "#" + notice)}" phx-connected="{Js.SetAttribute("hidden", "", "#" + notice)}"><p>{lost}</p></div>
            </div>
            """;
    }

    /// <summary>A form of a live page, drawn from a changeset or another source. What is typed outlives a crash and a lost connection, because it has an id and <paramref name="change"/>. Source: Phoenix.Component.form/1.</summary>
    /// <example>
    /// <code>
    /// LiveForm(new Form(a.Changeset, "user"), On.Save, On.Validate, f => $"""
    ///     {Input(f["name"], "Name")}
    ///     {Button($"Sign up")}
    ///     """)
    /// </code>
    /// </example>
    /// <param name="form">What it draws; its id becomes that of the element.</param>
    /// <param name="submit">Gets what was entered: an event, or commands of <see cref="Js"/>.</param>
    /// <param name="change">Gets what is entered, with each change; <c>null</c> for a form that is only sent.</param>
    /// <param name="body">The inputs.</param>
    /// <param name="rest">More attributes of the form.</param>
    /// <param name="target">Who gets the events: <c>Myself</c> in the template of a stateful component. Default: the view.</param>
    /// <exception cref="ArgumentException">The form has neither a name nor an id.</exception>
    public static Html LiveForm(Form form, IHtmlText? submit, IHtmlText? change, Func<Form, Html> body, Attrs? rest = null, LiveTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(body);
        var id = form.Id ?? throw new ArgumentException("A form of a live page needs an id, or what was typed is lost with its connection. Give it a name or an id: new Form(changeset, \"user\").", nameof(form));
        return $"""<form id="{id}" phx-change="{change}" phx-submit="{submit}" phx-target="{target?.ToHtmlText()}" {rest}>{body(form)}</form>""";
    }

    /// <summary>What is loaded beside the page: its last value; before there is one a notice, or why there is none. Source: async_result/1.</summary>
    /// <param name="result">What <c>AssignAsync</c> keeps in the state.</param>
    /// <param name="content">Shows the value. It stays while the value is loaded again.</param>
    /// <param name="loading">What is shown until the first value is there.</param>
    /// <param name="failed">What is shown when there is no value because the load has failed.</param>
    public static Html AsyncContent<T>(AsyncResult<T> result, Func<T, Html> content, Html loading = default, Func<ExitReason, Html>? failed = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(content);
        return result.HasValue ? content(result.Value) : result.Error is { } error && !result.IsLoading ? failed?.Invoke(error) ?? default : loading;
    }

    /// <summary>A window over the page. It is opened with <see cref="ShowModal"/>; the close button, Escape and a click beside it close it and run <paramref name="onCancel"/>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="isOpen">Whether it opens as soon as it is in the page.</param>
    /// <param name="onCancel">What happens when it is closed, such as <c>Js.Patch("/users")</c>.</param>
    /// <param name="closeLabel">The name of the close button.</param>
    public static Html Modal(string id, string title, Html content, bool isOpen = false, JsCommands? onCancel = null, string closeLabel = "Close")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var close = Js.Exec("data-cancel", "#" + id);
        return $"""
            <div id="{id}" class="modal" phx-mounted="{(isOpen ? ShowModal(id) : null)}" phx-remove="{HideModal(id)}" data-cancel="{HideModal(id).Concat(onCancel)}">
              <div id="{id}-box" class="modal-box" role="dialog" aria-modal="true" aria-labelledby="{id}-title" phx-hook="Phoenix.FocusWrap" phx-window-keydown="{close}" phx-key="escape" phx-click-away="{close}">
                <div id="{id}-box-start" tabindex="0" aria-hidden="true"></div>
                <h2 id="{id}-title">{title}</h2>
                <div id="{id}-content">{content}</div>
                <button type="button" class="modal-close quiet" aria-label="{closeLabel}" phx-click="{close}">×</button>
                <div id="{id}-box-end" tabindex="0" aria-hidden="true"></div>
              </div>
            </div>
            """;
    }

    /// <summary>Opens a modal and puts the focus into it.</summary>
    public static JsCommands ShowModal(string id) => Js.PushFocus().Show("#" + id, display: "grid").FocusFirst($"#{id}-content");

    /// <summary>Closes a modal and puts the focus back.</summary>
    public static JsCommands HideModal(string id) => Js.Hide("#" + id).PopFocus();

    /// <summary>Panels of which one is seen. The browser changes between them without asking the server, by a click or by the arrow keys, Home and End.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="label">What they are about, for those who do not see them.</param>
    /// <param name="tabs">The name and the content of each.</param>
    /// <param name="selected">The one that is seen first, from 0.</param>
    public static Html Tabs(string id, string label, IReadOnlyList<(string Name, Html Content)> tabs, int selected = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(tabs);
        return $"""
            <div id="{id}" class="tabs" data-core-tabs>
              <div role="tablist" aria-label="{label}">{Each(tabs, (tab, i) => $"<button type=\"button\" role=\"tab\" id=\"{id}-tab-{i}\" aria-controls=\"{id}-panel-{i}\" aria-selected=\"{i == selected}\" tabindex=\"{(i == selected ? 0 : -1)}\" phx-click=\"{SelectTab(id, i)}\">{tab.Name}</button>")}</div>
              {Each(tabs, (tab, i) => $"<div role=\"tabpanel\" id=\"{id}-panel-{i}\" aria-labelledby=\"{id}-tab-{i}\" tabindex=\"0\" hidden=\"{i != selected}\">{tab.Content}</div>")}
            </div>
            """;
    }

    /// <summary>Shows one of the panels of <see cref="Tabs"/>.</summary>
    public static JsCommands SelectTab(string id, int index) => Js
        .SetAttribute("aria-selected", "false", $"#{id} > [role=tablist] > [role=tab]")
        .SetAttribute("tabindex", "-1", $"#{id} > [role=tablist] > [role=tab]")
        .SetAttribute("aria-selected", "true", $"#{id}-tab-{index}")
        .SetAttribute("tabindex", "0", $"#{id}-tab-{index}")
        .SetAttribute("hidden", "", $"#{id} > [role=tabpanel]")
        .RemoveAttribute("hidden", $"#{id}-panel-{index}");

    /// <summary>A button with a menu. The arrow keys open it and lead through its entries, as do Home, End and first letters; Escape, Tab and a click beside it close it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="label">What the button shows.</param>
    /// <param name="items">What each entry shows and does.</param>
    public static Html Menu(string id, Html label, params IReadOnlyList<(string Label, JsCommands Click)> items)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var list = $"#{id}-list";
        var close = Js.Hide(list).SetAttribute("aria-expanded", "false", $"#{id}-button");
        return $"""
            <div id="{id}" class="menu" data-core-menu phx-click-away="{close}" phx-window-keydown="{close}" phx-key="escape">
              <button type="button" id="{id}-button" aria-haspopup="menu" aria-expanded="false" aria-controls="{id}-list" phx-click="{Js.Toggle(list).ToggleAttribute("aria-expanded", "true", "false")}">{label}</button>
              <div id="{id}-list" role="menu" aria-labelledby="{id}-button">{Each(items, i => $"<button type=\"button\" role=\"menuitem\" tabindex=\"-1\" phx-click=\"{close.Focus($"#{id}-button").Concat(i.Click)}\">{i.Label}</button>")}</div>
            </div>
            """;
    }

    private static Html FlashMessage(string id, string kind, string message)
    {
        var own = $"{id}-{kind}";
        var clear = Js.Push(new EventRef("lv:clear-flash").With(("key", kind))).Hide("#" + own);
        return $"""<div id="{own}" class="{Class("flash", kind)}" role="{(kind == "error" ? "alert" : "status")}"><p>{message}</p><button type="button" class="quiet" aria-label="Dismiss" phx-click="{clear}">×</button></div>""";
    }
}
