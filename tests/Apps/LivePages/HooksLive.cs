using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LivePages;

/// <summary>An element with a script of its own.</summary>
public sealed partial class HooksLive : LiveView<HooksLive.Assigns>
{
    public sealed record Assigns(int Value = 0, bool IsThere = true);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns());

    [Event] private void Increment() => State = State with { Value = State.Value + 1 };

    [Event] private void Remove() => State = State with { IsThere = false };

    [Event] private void Shout() => PushEvent("shout", new Shouted("hello"));

    [Event] private LiveAction Ask(string question) => Reply(new Answered(question.Length));

    [Event]
    private void Glide()
    {
        State = State with { Value = State.Value + 1 };
        PushEvent("start-view-transition", new Shouted("now"), beforePatch: true);
    }

    protected override Html Render(Assigns a) => $"""
        <output id="value">{a.Value}</output>
        <output id="beside" phx-hook="HooksLive" data-value="{a.Value}"></output>
        <output id="beside-too" phx-hook="HooksLive.Twice" data-value="{a.Value}"></output>
        {When(a.IsThere, () => $"<button id=\"teller\" phx-hook=\"Teller\" data-value=\"{a.Value}\">Ask</button>")}
        <button phx-click="{On.Increment}">+1</button>
        <button phx-click="{On.Shout}">Shout</button>
        <button phx-click="{On.Glide}">Glide</button>
        <button phx-click="{On.Remove}">Remove</button>
        """;
}
