using System.Runtime.CompilerServices;
using static Zhar.Web.Markup;

namespace Zhar.Web;

/// <summary>Forms and inputs for the pages of controllers: labelled, with their errors beside them, and usable without JavaScript. Imported with <c>using static Zhar.Web.FormComponents</c>.</summary>
/// <remarks>They have classes and no style: <c>field</c>, <c>field-errors</c>, <c>field-error</c>. Source: Phoenix.Component.form/1, the core components of a generated Phoenix application.</remarks>
public static class FormComponents
{
    /// <summary>The parameter that carries the token against forged requests. Source: Plug.CSRFProtection.</summary>
    public const string CsrfParam = "_csrf_token";

    /// <summary>The parameter that carries the method that HTML cannot send. Source: Plug.MethodOverride.</summary>
    public const string MethodParam = "_method";

    /// <summary>A form for <paramref name="form"/>'s data, with the hidden inputs that it needs.</summary>
    /// <param name="form">What it draws.</param>
    /// <param name="action">Where it is sent: a path, or a URL. The token is not sent to another site.</param>
    /// <param name="csrfToken">The token of this request; <c>null</c> only for a form that is sent with get.</param>
    /// <param name="body">The inputs.</param>
    /// <param name="method">The HTTP method. Default: put when the data is stored already, else post.</param>
    /// <param name="isMultipart">Whether files are sent.</param>
    /// <param name="rest">More attributes of the form.</param>
    /// <exception cref="ArgumentException">The form changes something and has no token.</exception>
    public static Html FormFor(Form form, string action, string? csrfToken, Func<Form, Html> body, string? method = null, bool isMultipart = false, Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(body);
        return FormTag(action, csrfToken, body(form), method ?? (form.IsStored ? "put" : "post"), isMultipart, rest);
    }

    /// <summary>A form around any content, with the hidden inputs for its method and token.</summary>
    /// <param name="action">Where it is sent: a path, or a URL. The token is not sent to another site.</param>
    /// <param name="csrfToken">The token of this request; <c>null</c> only for a form that is sent with get.</param>
    /// <param name="content">What is inside.</param>
    /// <param name="method">The HTTP method. Default: post.</param>
    /// <param name="isMultipart">Whether files are sent.</param>
    /// <param name="rest">More attributes of the form.</param>
    /// <exception cref="ArgumentException">The form changes something and has no token.</exception>
    public static Html FormTag(string action, string? csrfToken, Html content, string method = "post", bool isMultipart = false, Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(method);
        method = method.ToLowerInvariant();
        var isGet = method == "get";
        var isForeign = IsForeign(action);
        if (!isGet && !isForeign && csrfToken is null)
            throw new ArgumentException($"A form that sends {method} to {action} needs a token, or the request is refused as forged. Pass the token of the request.", nameof(csrfToken));

        return $"""
            <form action="{action}" method="{(isGet ? "get" : "post")}" enctype="{(isMultipart ? "multipart/form-data" : null)}" {rest}>{When(method is not ("get" or "post"), () => $"""<input type="hidden" name="{MethodParam}" value="{method}">""")}{When(!isGet && !isForeign, () => $"""<input type="hidden" name="{CsrfParam}" value="{csrfToken}">""")}{content}</form>
            """;
    }

    /// <summary>A button that sends a request by itself, as a link that deletes would. It is a form, so it works without JavaScript. Source: link with a method.</summary>
    /// <exception cref="ArgumentException">The request changes something and has no token.</exception>
    [OverloadResolutionPriority(1)]
    public static Html ButtonTo(Html content, string action, string? csrfToken, string method = "post", Attrs? rest = null) =>
        FormTag(action, csrfToken, $"""<button type="submit" {rest}>{content}</button>""", method, rest: Attrs.Of(("class", "button-to")));

    /// <summary>As above, with a text.</summary>
    /// <exception cref="ArgumentException">The request changes something and has no token.</exception>
    public static Html ButtonTo(string text, string action, string? csrfToken, string method = "post", Attrs? rest = null) => ButtonTo(Html.Text(text), action, csrfToken, method, rest);

    /// <summary>A link. For a request that changes something see <c>ButtonTo</c>.</summary>
    [OverloadResolutionPriority(1)]
    public static Html Link(Html content, string href, Attrs? rest = null) => $"""<a href="{href}" {rest}>{content}</a>""";

    /// <summary>As above, with a text.</summary>
    public static Html Link(string text, string href, Attrs? rest = null) => Link(Html.Text(text), href, rest);

    /// <summary>An input with its label and its errors.</summary>
    /// <param name="field">The field.</param>
    /// <param name="label">What the user reads; <c>null</c> when the input is named by <paramref name="rest"/>, as with <c>aria-label</c>.</param>
    /// <param name="type">The type of the input: text, email, number, date, password, file, … What was typed as a password is not sent back to the page.</param>
    /// <param name="rest">More attributes of the input; they win over those of the field.</param>
    public static Html Input(FormField field, string? label = null, string type = "text", Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (type is "checkbox")
            return Checkbox(field, label, rest);
        var attributes = Attrs.Of(("value", type is "password" or "file" ? null : FormText.Of(field.Value, type))).Merge(ValidationsFor(field, type)).Merge(rest);
        return Labelled(field, label, $"""<input type="{type}" id="{field.Id}" name="{field.Name}" {Described(field, attributes)}>""");
    }

    /// <summary>An input of several lines with its label and its errors.</summary>
    public static Html TextArea(FormField field, string? label = null, Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        // The parser drops a line break right after the tag, so there is one to drop, and one of the text stays.
        return Labelled(field, label, $"""<textarea id="{field.Id}" name="{field.Name}" {Described(field, ValidationsFor(field, "text").Merge(rest))}>{"\n"}{field.Text}</textarea>""");
    }

    /// <summary>A checkbox for a truth value. An unchecked one sends <c>false</c>, by a hidden input before it.</summary>
    public static Html Checkbox(FormField field, string? label = null, Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        return $"""
            <div class="field"><input type="hidden" name="{field.Name}" value="false"><label><input type="checkbox" id="{field.Id}" name="{field.Name}" value="true" checked="{FormText.IsTrue(field.Value)}" {Described(field, rest ?? Attrs.Empty)}>{label}</label>{FieldErrors(field)}</div>
            """;
    }

    /// <summary>A select with its label and its errors.</summary>
    /// <param name="field">The field.</param>
    /// <param name="label">What the user reads.</param>
    /// <param name="options">What can be chosen.</param>
    /// <param name="prompt">An entry for no choice, which sends an empty text; <c>null</c> for none.</param>
    /// <param name="isMultiple">Whether several can be chosen. None then sends one empty text, by a hidden input before it.</param>
    /// <param name="rest">More attributes of the select.</param>
    public static Html Select(FormField field, string? label, IEnumerable<SelectOption> options, string? prompt = null, bool isMultiple = false, Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        var name = isMultiple ? field.Name + "[]" : field.Name;
        var required = Attrs.Of(("required", field.Validations["required"]));
        return Labelled(field, label, $"""
            {When(isMultiple, () => $"""<input type="hidden" name="{name}" value="">""")}<select id="{field.Id}" name="{name}" multiple="{isMultiple}" {Described(field, required.Merge(rest))}>{When(prompt, p => $"""<option value="">{p}</option>""")}{Options(options, field.Value)}</select>
            """);
    }

    /// <summary>The options of a select, with those that are chosen marked. Source: Phoenix.HTML.Form.options_for_select/2.</summary>
    /// <param name="options">What can be chosen.</param>
    /// <param name="selected">The value, or several of them. Compared as text, since a form sends text.</param>
    public static Html Options(IEnumerable<SelectOption> options, object? selected)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OptionsOf(options, FormText.Many(selected));
    }

    /// <summary>An input that is not seen, with the field's value.</summary>
    public static Html HiddenInput(FormField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return $"""<input type="hidden" id="{field.Id}" name="{field.Name}" value="{field.Text}">""";
    }

    /// <summary>The inputs of the forms inside this one, one after the other, each with the primary key of a stored record. Source: Phoenix.Component.inputs_for/1.</summary>
    /// <param name="form">The outer form.</param>
    /// <param name="field">The field that holds a record or a list of them.</param>
    /// <param name="body">The inputs of one of them.</param>
    /// <param name="sortParam">The parameter that tells the order, as the changeset names it: <c>lines_sort</c>. Each entry sends its place in it.</param>
    /// <param name="dropParam">The parameter that tells which go. An empty one is sent, so that the list can become empty; entries send their place by <see cref="DropCheckbox"/>.</param>
    public static Html InputsFor(Form form, string field, Func<Form, Html> body, string? sortParam = null, string? dropParam = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(body);
        return $"""
            {Each(form.Nested(field), f => f.Id!, f => $"""{When(sortParam, sort => Hidden(form.InputName(sort) + "[]", f.Index))}{HiddenInputsFor(f)}{body(f)}""")}{When(dropParam, drop => Hidden(form.InputName(drop) + "[]", ""))}
            """;
    }

    /// <summary>What a nested form carries along unseen, as the primary key of a stored record. <see cref="InputsFor"/> writes it.</summary>
    public static Html HiddenInputsFor(Form form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return Each(form.Source.Hidden, h => h.Key, h => Hidden(form.InputName(h.Key), h.Value));
    }

    /// <summary>A checkbox that drops an entry of a nested list when the form is sent.</summary>
    /// <param name="form">The outer form.</param>
    /// <param name="entry">The nested form.</param>
    /// <param name="dropParam">The parameter that <see cref="InputsFor"/> was given.</param>
    /// <param name="label">What the user reads.</param>
    public static Html DropCheckbox(Form form, Form entry, string dropParam, string label)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(entry);
        return $"""<label><input type="checkbox" name="{form.InputName(dropParam)}[]" value="{entry.Index}">{label}</label>""";
    }

    /// <summary>A label.</summary>
    /// <param name="field">The field whose input it names.</param>
    /// <param name="text">What the user reads.</param>
    public static Html Label(FormField field, Html text)
    {
        ArgumentNullException.ThrowIfNull(field);
        return $"""<label for="{field.Id}">{text}</label>""";
    }

    /// <summary>What is wrong with a field, once it is time to show it. The input refers to it, so that a screen reader reads it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="translate">The text of an error. Default: its message with the values in place.</param>
    public static Html FieldErrors(FormField field, Func<FormError, string>? translate = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        var errors = field.Errors;
        return When(errors.Count > 0, () =>
            $"""<div class="field-errors" id="{ErrorId(field)}">{Each(errors, e => $"""<p class="field-error">{translate?.Invoke(e) ?? e.ToString()}</p>""")}</div>""");
    }

    /// <summary>A button.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="type">submit, button or reset.</param>
    /// <param name="rest">More attributes.</param>
    [OverloadResolutionPriority(1)]
    public static Html Button(Html content, string type = "submit", Attrs? rest = null) => $"""<button type="{type}" {rest}>{content}</button>""";

    /// <summary>As above, with a text.</summary>
    public static Html Button(string text, string type = "submit", Attrs? rest = null) => Button(Html.Text(text), type, rest);

    private static Html Hidden(string name, object? value) => $"""<input type="hidden" name="{name}" value="{FormText.Of(value)}">""";

    private static Html Labelled(FormField field, string? label, Html input) =>
        $"""<div class="field">{When(label, text => Label(field, Html.Text(text)))}{input}{FieldErrors(field)}</div>""";

    private static Attrs Described(FormField field, Attrs attributes) =>
        field.Errors.Count == 0 ? attributes : Attrs.Of(("aria-invalid", true), ("aria-describedby", ErrorId(field))).Merge(attributes);

    private static string ErrorId(FormField field) => field.Id + "-error";

    /// <summary>Of what is known of a field, what an input of this type understands.</summary>
    private static Attrs ValidationsFor(FormField field, string type)
    {
        var all = field.Validations;
        return type switch
        {
            "hidden" or "submit" or "button" or "reset" or "image" => Attrs.Empty,
            "number" or "range" or "date" or "datetime-local" or "time" or "month" or "week" => all.Without("minlength").Without("maxlength"),
            "text" or "search" or "url" or "tel" or "email" or "password" => all.Without("min").Without("max").Without("step"),
            _ => Attrs.Of(("required", all["required"])),
        };
    }

    private static Html OptionsOf(IEnumerable<SelectOption> options, IReadOnlyCollection<string> chosen) => Each(options, option =>
        option.IsDivider ? Html.Raw("<hr>")
        : option.Options is { } group ? Group(option, group, chosen)
        : Option(option, chosen));

    private static Html Group(SelectOption option, IReadOnlyList<SelectOption> group, IReadOnlyCollection<string> chosen) =>
        $"""<optgroup label="{option.Label}" disabled="{option.IsDisabled}">{OptionsOf(group, chosen)}</optgroup>""";

    private static Html Option(SelectOption option, IReadOnlyCollection<string> chosen)
    {
        var value = FormText.Of(option.Value) ?? "";
        return $"""<option value="{value}" selected="{chosen.Contains(value)}" disabled="{option.IsDisabled}">{option.Label}</option>""";
    }

    private static bool IsForeign(string action) =>
        action.StartsWith("//", StringComparison.Ordinal) || action.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || action.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
