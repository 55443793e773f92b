using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>Commands that the browser runs without asking the server.</summary>
public sealed partial class CommandsLive : LiveView<CommandsLive.Assigns>
{
    private const string Box = "#box";

    public sealed record Assigns(int Count, string Page, string Said = "");

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(0, ""));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { Page = p.Get("page") ?? "1" };
        return default;
    }

    [Event] private void Increment() => State = State with { Count = State.Count + 1 };

    [Event] private void Say(string text, int times) => State = State with { Said = $"{text} {times}" };

    protected override Html Render(Assigns a) => $"""
        <output id="count">{a.Count}</output>
        <output id="page">{a.Page}</output>
        <output id="said">{a.Said}</output>
        <button phx-click="{On.Increment}">+1</button>
        <div id="box" class="plain" data-cancel="{Js.AddClass("cancelled", Box)}">box {a.Count}</div>
        <button phx-click="{Js.Hide(Box)}">Hide</button>
        <button phx-click="{Js.Show(Box)}">Show</button>
        <button phx-click="{Js.Toggle(Box)}">Toggle</button>
        <button phx-click="{Js.AddClass("bright", Box).RemoveClass("plain", Box).ToggleClass("round", Box)}">Paint</button>
        <button phx-click="{Js.SetAttribute("title", "A box", Box).ToggleAttribute("aria-expanded", "true", "false", Box)}">Describe</button>
        <button phx-click="{Js.RemoveAttribute("title", Box)}">Undescribe</button>
        <button phx-click="{Js.Transition(("slow", "from", "to"), Box, TimeSpan.FromMilliseconds(50))}">Move</button>
        <button phx-click="{Js.Dispatch("spec:mark", Box, [("mark", "seen")])}">Mark</button>
        <button phx-click="{Js.Exec("data-cancel", Box)}">Cancel</button>
        <button phx-click="{Js.Push(On.Say, value: [("text", "hey"), ("times", 2)]).Hide(Box)}">Say and hide</button>
        <button phx-click="{Js.PushFocus().FocusFirst("#fields")}">Into</button>
        <button phx-click="{Js.Patch("/commands?page=2")}">Patch</button>
        <button phx-click="{Js.Navigate("/")}">Navigate</button>
        <div id="fields"><input name="one" aria-label="One"><button phx-click="{Js.PopFocus()}">Back</button></div>
        """;
}
