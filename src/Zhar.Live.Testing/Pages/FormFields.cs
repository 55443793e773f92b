using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Zhar.Testing;

namespace Zhar.Live.Testing;

/// <summary>The fields of a form as a browser sends them.</summary>
internal static class FormFields
{
    /// <summary>What the form has, with some values changed by the user.</summary>
    /// <param name="form">The form.</param>
    /// <param name="filled">What the user has entered, by the inputs' names.</param>
    /// <param name="submitter">The button that sends it.</param>
    /// <exception cref="ExpectationException">The user could not have entered that.</exception>
    internal static string Encode(IElement form, IReadOnlyList<(string Name, object? Value)> filled, IElement? submitter)
    {
        var controls = Controls(form);
        var pairs = new List<(string Name, string Value)>();
        foreach (var (name, value) in filled)
            Check(controls, form, name, value);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var control in controls)
        {
            var name = control.GetAttribute("name")!; // only such
            var at = -1;
            for (var i = 0; i < filled.Count; i++)
            {
                if (filled[i].Name == name)
                    at = i;
            }

            if (at < 0)
                pairs.AddRange(Defaults(control).Select(v => (name, v)));
            else if (IsChoice(control) && filled[at].Value is bool isChecked)
            {
                if (isChecked)
                    pairs.Add((name, control.GetAttribute("value") ?? "on"));
            }
            else if (control is IHtmlInputElement { Type: "hidden" })
                pairs.AddRange(Defaults(control).Select(v => (name, v)));
            else if (written.Add(name))
                pairs.AddRange(Texts(filled[at].Value).Select(v => (name, v)));
        }

        if (submitter?.GetAttribute("name") is { Length: > 0 } button)
            pairs.Add((button, submitter.GetAttribute("value") ?? ""));
        return string.Join('&', pairs.Select(static p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"));
    }

    /// <summary>Of what was entered, what the form still has inputs for.</summary>
    internal static (string Name, object? Value)[] Known(IElement form, IReadOnlyList<(string Name, object? Value)> filled)
    {
        var names = Controls(form).Select(static c => c.GetAttribute("name")).ToHashSet(StringComparer.Ordinal);
        return [.. filled.Where(f => names.Contains(f.Name))];
    }

    private static List<IElement> Controls(IElement form)
    {
        IEnumerable<IElement> controls = form.QuerySelectorAll("input, select, textarea");
        if (form.Id is { } id)
            controls = controls.Concat(form.Owner!.QuerySelectorAll("input, select, textarea").Where(c => c.GetAttribute("form") == id));
        return [.. controls.Where(static c => !string.IsNullOrEmpty(c.GetAttribute("name")) && !c.HasAttribute("disabled") && c.Closest("fieldset[disabled]") is null
            && c.GetAttribute("type")?.ToLowerInvariant() is not ("submit" or "button" or "reset" or "image" or "file"))];
    }

    private static void Check(List<IElement> controls, IElement form, string name, object? value)
    {
        var fitting = controls.Where(c => c.GetAttribute("name") == name).ToArray();
        if (fitting.Length == 0)
        {
            throw new ExpectationException($"The form has no field \"{name}\" that can be filled. It has: {string.Join(", ", controls.Select(static c => $"\"{c.GetAttribute("name")}\"").Distinct())}.{Environment.NewLine}{form.OuterHtml}");
        }

        if (fitting.All(static c => c is IHtmlInputElement { Type: "hidden" }))
            throw new ExpectationException($"The field \"{name}\" is hidden: a user cannot fill it.");
        if (value is bool)
            return;
        foreach (var text in Texts(value))
        {
            if (fitting[0] is IHtmlSelectElement select && select.Options.All(o => o.Value != text))
                throw new ExpectationException($"The select \"{name}\" has no option with the value \"{text}\". It has: {string.Join(", ", select.Options.Select(static o => $"\"{o.Value}\""))}.");
            var choices = fitting.Where(IsChoice).ToArray();
            if (choices.Length > 0 && choices.All(c => (c.GetAttribute("value") ?? "on") != text))
                throw new ExpectationException($"None of the choices \"{name}\" has the value \"{text}\". They have: {string.Join(", ", choices.Select(static c => $"\"{c.GetAttribute("value") ?? "on"}\""))}.");
        }
    }

    private static bool IsChoice(IElement control) => control is IHtmlInputElement { Type: "checkbox" or "radio" };

    private static IEnumerable<string> Defaults(IElement control) => control switch
    {
        IHtmlSelectElement select => Chosen(select),
        IHtmlTextAreaElement area => [area.TextContent.StartsWith('\n') ? area.TextContent[1..] : area.TextContent],
        _ when IsChoice(control) => control.HasAttribute("checked") ? [control.GetAttribute("value") ?? "on"] : [],
        _ => [control.GetAttribute("value") ?? ""],
    };

    private static IEnumerable<string> Chosen(IHtmlSelectElement select)
    {
        var chosen = select.Options.Where(static o => o.HasAttribute("selected") && !o.HasAttribute("disabled")).Select(static o => o.Value).ToArray();
        if (chosen.Length > 0 || select.HasAttribute("multiple"))
            return chosen;
        return select.Options.FirstOrDefault(static o => !o.HasAttribute("disabled")) is { } first ? [first.Value] : [];
    }

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        null => [""],
        string text => [text],
        bool truth => [truth ? "true" : "false"],
        IFormattable formattable => [formattable.ToString(value is DateTime or DateTimeOffset or DateOnly or TimeOnly ? "o" : null, CultureInfo.InvariantCulture)],
        IEnumerable<string> many => many,
        _ => throw new ArgumentException($"A {value.GetType()} cannot be entered into a form. Use text, numbers, dates, truth values for checkboxes, or a list of texts."),
    };
}
