using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>Feedback that is hidden until its input has been used.</summary>
public sealed partial class FormFeedbackLive : LiveView<FormFeedbackLive.Assigns>
{
    public sealed record Assigns(int Count = 0, int Validated = 0, int Submitted = 0, bool HasFeedback = true);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns());

    [Event] private void Validate() => State = State with { Validated = State.Validated + 1 };

    [Event] private void Submit() => State = State with { Submitted = State.Submitted + 1 };

    [Event] private void Inc() => State = State with { Count = State.Count + 1 };

    [Event] private void Dec() => State = State with { Count = State.Count - 1 };

    [Event] private void ToggleFeedback() => State = State with { HasFeedback = !State.HasFeedback };

    protected override Html Render(Assigns a) => $$"""
        <style>.phx-no-feedback { display: none }</style>
        <p>Button Count: {{a.Count}}</p>
        <p>Validate Count: {{a.Validated}}</p>
        <p>Submit Count: {{a.Submitted}}</p>
        <button phx-click="{{On.Inc}}">+</button>
        <button phx-click="{{On.Dec}}">-</button>
        <form id="myform" name="test" phx-change="{{On.Validate}}" phx-submit="{{On.Submit}}">
          <input type="text" name="name" placeholder="name">
          <input type="text" name="myfeedback" placeholder="myfeedback">
          <button type="submit">Submit</button>
          <button type="reset">Reset</button>
        </form>
        <div phx-feedback-for="{{(a.HasFeedback ? "myfeedback" : null)}}" data-feedback-container>The input above has been used.</div>
        <button phx-click="{{On.ToggleFeedback}}">Toggle feedback</button>
        """;
}
