using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>The form of <see cref="FormLive"/> and of its component.</summary>
public static class TestForm
{
    private static readonly string[] Switches =
        ["a", "b", "c", "d", "e", "f", "id", "no-id", "no-change-event", "js-change", "phx-change", "phx-auto-recover", "disabled-fieldset", "live-component", "portal"];

    /// <summary>What the query says, over the defaults.</summary>
    public static Params Settings(Params query)
    {
        var all = Params.Of(("a", "foo"), ("b", "bar"), ("c", "baz"), ("id", "test-form"), ("phx-change", "validate")).Merge(query);
        if (query.Contains("no-id"))
            return all.With("id", null);
        if (query.Contains("no-change-event"))
            return all.With("phx-change", null);
        return query.Contains("js-change") ? all.With("phx-change", Js.Push(new EventRef("validate")).ToString()) : all;
    }

    /// <summary>The query of the page around, as a nested view gets it.</summary>
    public static Params Of(Session session)
    {
        var all = Params.Empty;
        foreach (var name in Switches)
        {
            if (session[name] is { } value)
                all = all.With(name, value);
        }

        return all;
    }

    public static Html Render(Params p, LiveTarget? target = null) => $"""
        <form id="{p.Get("id")}" class="myformclass" phx-target="{target?.ToHtmlText()}" phx-submit="save" phx-change="{p.Get("phx-change")}" phx-auto-recover="{p.Get("phx-auto-recover")}" phx-no-unused-field="{p.Get("phx-no-unused-field-form")}">
          <fieldset disabled="{p.Contains("disabled-fieldset")}">
            <input type="text" name="a" aria-label="a" readonly value="{p.Get("a")}">
            <input type="text" name="b" aria-label="b" value="{p.Get("b")}">
          </fieldset>
          <input type="text" name="c" aria-label="c" value="{p.Get("c")}" phx-no-unused-field="{p.Get("phx-no-unused-field-input")}">
          <select name="d" aria-label="d">{Options(["foo", "bar", "baz"], p.Get("d"))}</select>
          {When(p.Get("id"), id => $"<input type=\"text\" name=\"e\" aria-label=\"e\" form=\"{id}\" value=\"{p.Get("e")}\">")}
          <button type="submit" phx-disable-with="Submitting" phx-click="{Js.Dispatch("test")}">Submit with JS</button>
          <button id="submit" type="submit" phx-disable-with="Submitting">Submit</button>
          <button type="button" phx-click="button-test" phx-disable-with="Loading">Non-form Button</button>
        </form>
        {When(p.Get("id"), id => $"<input type=\"text\" name=\"f\" aria-label=\"f\" form=\"{id}\" value=\"{p.Get("f")}\">")}
        """;
}
