using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>A form that the query gives its attributes and values; on a page of its own, or inside another view.</summary>
public sealed partial class FormLive : LiveView<FormLive.Assigns>
{
    public sealed record Assigns(Params Params, bool IsSubmitted = false);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(TestForm.Settings(Socket.IsNested ? TestForm.Of(session) : p)));

    [Event] private void Validate(Params p) => State = State with { Params = State.Params.Merge(p) };

    [Event] private void Save() => State = State with { IsSubmitted = true };

    [Event("custom-recovery")] private void Recover() => State = State with { Params = State.Params.With("b", "custom value from server") };

    [Event("patch-recovery")] private LiveAction RecoverElsewhere() => PushPatch("/form?patched=true");

    [Event("button-test")] private void PressButton()
    {
    }

    [Event("sandbox:eval")]
    private LiveAction Evaluate(string value)
    {
        if (!value.Contains("attach_hook", StringComparison.Ordinal))
            return Reply(Gate.Name());
        Socket.AttachHook("gate", new Gate());
        return Reply(new Answer<Nothing>(new()));
    }

    protected override Html Render(Assigns a) => $"""
        {If(a.Params.Contains("portal"), () => $"<h1>Form</h1>{Portal("form-portal", "body", Form(a))}", () => Form(a))}
        {When(a.IsSubmitted, () => $"<p>Form was submitted!</p>")}
        """;

    private static Html Form(Assigns a) => a.Params.Contains("live-component") ? FormComponent.Component("form-component", new(a.Params)) : TestForm.Render(a.Params);
}
