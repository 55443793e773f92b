using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace LiveE2E.Issues;

/// <summary>A select whose options depend on another one.</summary>
public sealed partial class Issue2787 : LiveView<Form>
{
    protected override ValueTask<Mount<Form>> Mount(Params p, Session session) => new(FormOf(Params.Empty));

    [Event] private void Updated(Params p) => State = FormOf(p.Nested("demo"));

    [Event] private void Submitted() => State = FormOf(Params.Empty);

    protected override Html Render(Form form) => $"""
        <form phx-change="{On.Updated}" phx-submit="{On.Submitted}">
          {Select(form["select1"], "select1", ["greetings", "goodbyes"], prompt: "Select")}
          {Select(form["select2"], "select2", OptionsOf(form["select1"].Text), prompt: "Select")}
          {Input(form["dummy"], "Some text")}
          <button type="submit">Submit</button>
        </form>
        """;

    private static Form FormOf(Params values) => new(new ParamsForm(values, "demo"));

    private static SelectOption[] OptionsOf(string? kind) => kind switch
    {
        "greetings" => ["hello", "hallo", "hei"],
        "goodbyes" => ["goodbye", "auf wiedersehen", "ha det bra"],
        _ => [],
    };
}
