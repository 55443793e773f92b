using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>A form whose list of users grows and shrinks by its inputs alone.</summary>
public sealed partial class FormDynamicInputsLive : LiveView<FormDynamicInputsLive.Assigns>
{
    public sealed record Assigns(Form Form, bool HasCheckboxes, bool IsSubmitted = false);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(FormOf(Params.Empty), p.Get("checkboxes") == "1"));

    [Event] private void Validate(Params p) => State = State with { Form = FormOf(p.Nested("my_form")) };

    [Event] private void Save(Params p) => State = State with { Form = FormOf(p.Nested("my_form")), IsSubmitted = true };

    protected override Html Render(Assigns a) => $"""
        <form id="my-form" phx-change="{On.Validate}" phx-submit="{On.Save}">
          <fieldset>
            <input type="text" id="{a.Form["name"].Id}" name="{a.Form["name"].Name}" value="{a.Form["name"].Text}" placeholder="name">
            {InputsFor(a.Form, "users", user => UserInputs(a, user), sortParam: "users_sort", dropParam: "users_drop")}
          </fieldset>
          {If(
              a.HasCheckboxes,
              () => $"<label><input type=\"checkbox\" name=\"my_form[users_sort][]\"> add more</label>",
              () => $"<button type=\"button\" name=\"my_form[users_sort][]\" value=\"new\" phx-click=\"{Js.Dispatch("change")}\">add more</button>")}
        </form>
        {When(a.IsSubmitted, () => $"<p>Form was submitted!</p>")}
        """;

    private static Html UserInputs(Assigns a, Form user) => $"""
        <div>
          <input type="text" id="{user["name"].Id}" name="{user["name"].Name}" value="{user["name"].Text}" placeholder="name">
          {If(
              a.HasCheckboxes,
              () => DropCheckbox(a.Form, user, "users_drop", "Remove"),
              () => $"<button type=\"button\" name=\"my_form[users_drop][]\" value=\"{user.Index}\" phx-click=\"{Js.Dispatch("change")}\">Remove</button>")}
        </div>
        """;

    /// <summary>The users in the order of <c>users_sort</c>, without those of <c>users_drop</c>, and a new one for each place that is not there.</summary>
    private static Form FormOf(Params p)
    {
        var sent = p.Nested("users");
        var users = Params.Empty;
        var dropped = p.List("users_drop");
        foreach (var place in p.List("users_sort"))
        {
            if (!dropped.Contains(place))
                users = users.With(users.Count.ToString(CultureInfo.InvariantCulture), sent.Contains(place) ? sent.Nested(place) : Params.Of(("name", null)));
        }

        return new(new ParamsForm(Params.Of(("name", p.Get("name")), ("users", users)), "my_form"), id: "my-form");
    }
}
