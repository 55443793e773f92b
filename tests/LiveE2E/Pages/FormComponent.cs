using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>The form in a component, which answers it.</summary>
public sealed partial class FormComponent : LiveComponent<FormComponent.Props, FormComponent.Assigns>
{
    public sealed record Props(Params Params);

    public sealed record Assigns(Params Params, bool IsSubmitted = false);

    protected override ValueTask<Assigns> Mount(Props props) => new(new Assigns(props.Params));

    [Event] private void Validate(Params p) => State = State with { Params = State.Params.Merge(p) };

    [Event] private void Save() => State = State with { IsSubmitted = true };

    [Event("custom-recovery")] private void Recover() => State = State with { Params = State.Params.With("b", "custom value from server") };

    [Event("patch-recovery")] private LiveAction RecoverElsewhere() => PushPatch("/form?patched=true");

    protected override Html Render(Assigns a) => $"<div>{TestForm.Render(a.Params, Myself)}{When(a.IsSubmitted, () => $"<p>LC Form was submitted!</p>")}</div>";
}
