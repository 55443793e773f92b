using System.Globalization;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Testing;

/// <summary>An element of a live page, found anew each time it is used. Its actions send what the official client would, and fail when the element binds to no such event.</summary>
/// <remarks>Source: Phoenix.LiveViewTest.Element.</remarks>
public sealed class LiveTestElement
{
    private readonly LiveTestView _view;
    private readonly string _selector;
    private readonly string? _text;
    private readonly (string Name, object? Value)[] _values;

    internal LiveTestElement(LiveTestView view, string selector, string? text, (string Name, object? Value)[] values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(selector);
        _view = view;
        _selector = selector;
        _text = text;
        _values = values;
    }

    /// <summary>Its markup.</summary>
    /// <exception cref="ExpectationException">None fits, or several do.</exception>
    public string Html => Found.OuterHtml;

    /// <summary>The text in it, runs of white space as one space.</summary>
    /// <exception cref="ExpectationException">None fits, or several do.</exception>
    public string Text => TextOf(Found);

    /// <summary>An attribute, or <c>null</c>.</summary>
    /// <exception cref="ExpectationException">None fits, or several do.</exception>
    public string? this[string attribute] => Found.GetAttribute(attribute);

    private IElement Found => _view.Single(_selector, _text);

    /// <summary>Clicks: sends its <c>phx-click</c>, follows a link, or sends the form of a submit button.</summary>
    /// <returns>The markup of the page after it.</returns>
    /// <exception cref="ExpectationException">It is disabled, or nothing would happen.</exception>
    public Task<string> Click()
    {
        var element = Enabled("clicked");
        if (element.GetAttribute("phx-click") is { } binding && !(element.HasAttribute("data-phx-link") && AsksNothing(binding)))
            return Run("click", binding, element, Values(element, withOwn: true));
        if (element is IHtmlAnchorElement && element.GetAttribute("href") is { } href)
            return Follow(element.GetAttribute("data-phx-link"), href, element.GetAttribute("data-phx-link-state") == "replace");
        if (IsSubmit(element) && FormOf(element) is { } form && form.GetAttribute("phx-submit") is not null)
            return SubmitForm(form, element);
        throw new ExpectationException($"A click on it does nothing: it has no phx-click, is no link, and sends no form with phx-submit.{Environment.NewLine}{element.OuterHtml}");
    }

    /// <summary>Sends the form with <c>phx-submit</c>.</summary>
    /// <returns>The markup of the page after it.</returns>
    /// <exception cref="ExpectationException">It is no such form, or a value is not one that a user could enter.</exception>
    public Task<string> Submit() => SubmitForm(Found, null);

    /// <summary>Changes the form, or one input of it, with <c>phx-change</c>.</summary>
    /// <returns>The markup of the page after it.</returns>
    /// <exception cref="ExpectationException">It has no <c>phx-change</c>, or a value is not one that a user could enter.</exception>
    public Task<string> Change()
    {
        var element = Found;
        var form = element is IHtmlFormElement ? element : FormOf(element);
        var binding = element.GetAttribute("phx-change") ?? form?.GetAttribute("phx-change") ?? throw Unbound(element, "phx-change");
        if (form is null)
            throw new ExpectationException($"The input belongs to no form, so it cannot send phx-change.{Environment.NewLine}{element.OuterHtml}");
        var target = element is IHtmlFormElement ? _values.LastOrDefault().Name : element.GetAttribute("name");
        if (element == form && _values.Length > 0)
            _view.Entered(form.Id, new LiveTestEntry(_values, target));
        var meta = ValuesOf(element.HasAttribute("phx-change") ? element : form);
        meta["_target"] = target ?? "undefined";
        return Run("form", binding, element.HasAttribute("phx-change") ? element : form, FormFields.Encode(form, _values, null), meta);
    }

    /// <summary>Sends the form as a browser without the client's events would: to its <c>action</c>, by a request of its own. Source: submit_form/2.</summary>
    /// <returns>The answer of the request.</returns>
    /// <exception cref="ExpectationException">It is no form, or a value is not one that a user could enter.</exception>
    public Task<TestConn> SendForm()
    {
        var form = Found as IHtmlFormElement ?? throw new ExpectationException($"The element is no form.{Environment.NewLine}{Found.OuterHtml}");
        return _view.SendForm(form.GetAttribute("method") ?? "get", form.GetAttribute("action") ?? _view.Uri.PathAndQuery, FormFields.Encode(form, _values, null));
    }

    /// <summary>As <see cref="SendForm"/>, for a form that the view has told to go with <c>phx-trigger-action</c>: as a login does that needs a request for its session. Source: follow_trigger_action/2.</summary>
    /// <returns>The answer of the request.</returns>
    /// <exception cref="ExpectationException">The view has not told it so.</exception>
    public Task<TestConn> FollowTriggerAction() => Found.HasAttribute("phx-trigger-action")
        ? SendForm()
        : throw new ExpectationException($"The form has no phx-trigger-action, or it is false.{Environment.NewLine}{Found.OuterHtml}");

    /// <summary>Presses a key: <c>Enter</c>, <c>Escape</c>, <c>a</c>. Takes <c>phx-keydown</c>, or <c>phx-window-keydown</c>.</summary>
    /// <returns>The markup of the page after it; with a <c>phx-key</c> of another key nothing is sent.</returns>
    /// <exception cref="ExpectationException">It has no such attribute.</exception>
    public Task<string> Keydown(string key, Params? more = null) => Key("keydown", key, more);

    /// <summary>Lets a key go. Takes <c>phx-keyup</c>, or <c>phx-window-keyup</c>.</summary>
    /// <inheritdoc cref="Keydown"/>
    public Task<string> Keyup(string key, Params? more = null) => Key("keyup", key, more);

    /// <summary>Gets the focus. Takes <c>phx-focus</c>, or <c>phx-window-focus</c>.</summary>
    /// <returns>The markup of the page after it.</returns>
    /// <exception cref="ExpectationException">It has no such attribute.</exception>
    public Task<string> Focus() => Plain("focus");

    /// <summary>Loses the focus. Takes <c>phx-blur</c>, or <c>phx-window-blur</c>.</summary>
    /// <returns>The markup of the page after it.</returns>
    /// <exception cref="ExpectationException">It has no such attribute.</exception>
    public Task<string> Blur() => Plain("blur");

    /// <summary>A click outside of it. Takes <c>phx-click-away</c>.</summary>
    /// <returns>The markup of the page after it.</returns>
    /// <exception cref="ExpectationException">It has no such attribute.</exception>
    public Task<string> ClickAway()
    {
        var element = Found;
        return Run("click", element.GetAttribute("phx-click-away") ?? throw Unbound(element, "phx-click-away"), element, Values(element, withOwn: true));
    }

    /// <summary>Sends what was entered before the view joined again, as far as the form still has the inputs for it.</summary>
    internal Task Recover(IElement form, string? target)
    {
        if (form.GetAttribute("phx-auto-recover") is not { } binding)
            binding = form.GetAttribute("phx-change");
        if (binding is null or "ignore")
            return Task.CompletedTask;
        _view.Entered(form.Id, new LiveTestEntry(_values, target));
        var meta = ValuesOf(form);
        meta["_target"] = target ?? "undefined";
        return Run("form", binding, form, FormFields.Encode(form, FormFields.Known(form, _values), null), meta);
    }

    /// <summary>Changes the form by choosing files.</summary>
    internal Task<string> ChooseFiles(string name, JsonObject uploads)
    {
        var form = Found;
        var meta = ValuesOf(form);
        meta["_target"] = name;
        return Run("form", form.GetAttribute("phx-change") ?? throw Unbound(form, "phx-change"), form, FormFields.Encode(form, _values, null), meta, uploads);
    }

    /// <summary>The component that the form's events go to.</summary>
    internal int? FormTarget => Target(Found.GetAttribute("phx-target"), Found);

    internal static string TextOf(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IElement Enabled(string what)
    {
        var element = Found;
        return !element.HasAttribute("disabled") && element.Closest("fieldset[disabled]") is null
            ? element
            : throw new ExpectationException($"The element is disabled and cannot be {what}.{Environment.NewLine}{element.OuterHtml}");
    }

    private Task<string> SubmitForm(IElement form, IElement? submitter)
    {
        var binding = form.GetAttribute("phx-submit") ?? throw Unbound(form, "phx-submit");
        _view.Entered(form.Id, null);
        return Run("form", binding, form, FormFields.Encode(form, _values, submitter), ValuesOf(form));
    }

    private Task<string> Key(string type, string key, Params? more)
    {
        var element = Found;
        var binding = element.GetAttribute("phx-" + type) ?? element.GetAttribute("phx-window-" + type) ?? throw Unbound(element, "phx-" + type);
        if (element.GetAttribute("phx-key") is { } only && !string.Equals(only, key, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(_view.Html);
        var values = Values(element, withOwn: true);
        values["key"] = key;
        foreach (var (name, value) in LiveViewTest.ToJson(more ?? Params.Empty).ToArray())
            values[name] = value?.DeepClone();
        return Run(type, binding, element, values);
    }

    private Task<string> Plain(string type)
    {
        var element = Found;
        return Run(type, element.GetAttribute("phx-" + type) ?? element.GetAttribute("phx-window-" + type) ?? throw Unbound(element, "phx-" + type), element, Values(element, withOwn: true));
    }

    /// <summary>Sends what a binding says: an event by its name, or the commands that have to do with the server.</summary>
    private async Task<string> Run(string type, string binding, IElement element, JsonNode value, JsonObject? meta = null, JsonObject? uploads = null)
    {
        if (!binding.StartsWith('['))
            return await _view.Send(type, binding, value, Target(element.GetAttribute("phx-target"), element), meta, uploads).ConfigureAwait(false);
        string? html = null;
        foreach (var command in (JsonArray)JsonNode.Parse(binding)!)
        {
            var (kind, args) = (command![0]!.GetValue<string>(), (JsonObject)command[1]!);
            switch (kind)
            {
                case "push":
                    var target = args["target"] is { } to ? Target(to.ToString(), element) : Target(element.GetAttribute("phx-target"), element);
                    var pushed = args["value"] as JsonObject;
                    html = await _view.Send(type, args["event"]?.GetValue<string>() ?? "", With(value, pushed), target, value is JsonObject ? meta : WithMeta(meta, pushed), uploads).ConfigureAwait(false);
                    break;
                case "dispatch" when args["event"]?.GetValue<string>() is "change" or "input" && args["to"] is null:
                    html = await ChangeBy(element).ConfigureAwait(false);
                    break;
                case "navigate" or "patch":
                    html = await Follow(kind == "patch" ? "patch" : "redirect", args["href"]!.GetValue<string>(), args["replace"]?.GetValue<bool>() == true).ConfigureAwait(false);
                    break;
            }
        }

        return html ?? throw new ExpectationException($"Its commands ask nothing of the server: they have no push, navigate or patch, and dispatch no change of a form.{Environment.NewLine}{element.OuterHtml}");
    }

    /// <summary>A button that says its form has changed, as one that adds or removes an entry of a list: it sends the form with its own name and value.</summary>
    private Task<string> ChangeBy(IElement button)
    {
        var form = FormOf(button) ?? throw new ExpectationException($"The element belongs to no form, so its change reaches nobody.{Environment.NewLine}{button.OuterHtml}");
        var binding = form.GetAttribute("phx-change") ?? throw Unbound(form, "phx-change");
        var meta = ValuesOf(form);
        meta["_target"] = button.GetAttribute("name") ?? "undefined";
        return Run("form", binding, form, FormFields.Encode(form, _values, button), meta);
    }

    /// <summary>Whether a binding has only commands that the browser runs by itself, as those of a link that closes a menu on the way.</summary>
    private static bool AsksNothing(string binding) =>
        binding.StartsWith('[') && !((JsonArray)JsonNode.Parse(binding)!).Any(static command => command![0]!.GetValue<string>() is "push" or "navigate" or "patch");

    private async Task<string> Follow(string? link, string href, bool replaces)
    {
        if (link == "patch")
            return await _view.Patch(href).ConfigureAwait(false);
        _view.Go(new(link == "redirect" ? "navigate" : "redirect", href, replaces, null));
        return _view.Html;
    }

    /// <summary>The component that gets an event; <c>null</c> is the view.</summary>
    private int? Target(string? target, IElement element)
    {
        if (string.IsNullOrEmpty(target))
            return null;
        if (int.TryParse(target, CultureInfo.InvariantCulture, out var cid))
            return cid;
        var found = _view.Find(target, null);
        return found.Count == 1
            ? LiveTestView.ComponentOf(found[0])
            : throw new ExpectationException($"phx-target=\"{target}\" fits {found.Count} elements of the page; a test sends to one.{Environment.NewLine}{element.OuterHtml}");
    }

    private static JsonNode With(JsonNode value, JsonObject? more)
    {
        var all = value.DeepClone();
        if (all is JsonObject fields)
        {
            foreach (var (name, pushed) in more ?? [])
                fields[name] = pushed?.DeepClone();
        }

        return all;
    }

    private static JsonObject WithMeta(JsonObject? meta, JsonObject? more) => (JsonObject)With(meta ?? [], more);

    private static JsonObject Values(IElement element, bool withOwn)
    {
        var values = ValuesOf(element);
        if (withOwn && element is IHtmlInputElement or IHtmlButtonElement or IHtmlTextAreaElement or IHtmlSelectElement
            && !(element is IHtmlInputElement { Type: "checkbox" } && !element.HasAttribute("checked")))
            values["value"] = element.GetAttribute("value") ?? (element is IHtmlInputElement { Type: "checkbox" or "radio" } ? "on" : "");
        return values;
    }

    private static JsonObject ValuesOf(IElement element)
    {
        var values = new JsonObject();
        foreach (var attribute in element.Attributes.Where(static a => a.Name.StartsWith("phx-value-", StringComparison.Ordinal)))
            values[attribute.Name["phx-value-".Length..]] = attribute.Value;
        return values;
    }

    private static bool IsSubmit(IElement element) => element is IHtmlButtonElement or IHtmlInputElement { Type: "submit" or "image" } && element.GetAttribute("type") is null or "submit" or "image";

    private static IElement? FormOf(IElement element) => element.GetAttribute("form") is { } id ? element.Owner?.GetElementById(id) : element.Closest("form");

    private static ExpectationException Unbound(IElement element, string attribute) => new($"The element has no {attribute}.{Environment.NewLine}{element.OuterHtml}");
}
