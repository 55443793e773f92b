using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace LivePages;

/// <summary>The core components, as a keyboard reaches them.</summary>
public sealed partial class CoreLive : LiveView<CoreLive.Assigns>
{
    public sealed record Assigns(int Count = 0, string Chosen = "nothing");

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns());

    [Event] private void Increment() => State = State with { Count = State.Count + 1 };

    [Event] private void Choose(string what) => State = State with { Chosen = what };

    [Event] private void Tell(string kind) => PutFlash(kind, $"{kind} number {State.Count}");

    protected override Html Render(Assigns a) => $"""
        {FlashGroup(Flash)}
        {Header($"Core components", $"Count {a.Count}", Button("Count", "button", Attrs.Of(("phx-click", On.Increment))))}
        <output id="chosen">{a.Chosen}</output>
        <button type="button" phx-click="{On.Choose.With(("what", "erased"))}" data-confirm="Erase it all?">Erase</button>
        {Tabs("tabs", "Places", [("North", $"<p>Snow {a.Count}</p>"), ("East", $"<p>Steppe</p>"), ("South", $"<p>Sand</p>")])}
        {Menu("menu", $"Actions",
            ("Copy", Js.Push(On.Choose, value: [("what", "copy")])),
            ("Cut", Js.Push(On.Choose, value: [("what", "cut")])),
            ("Paste", Js.Push(On.Choose, value: [("what", "paste")])))}
        <button type="button" phx-click="{ShowModal("window")}">Open</button>
        <button type="button" phx-click="{On.Tell.With(("kind", "info"))}">Inform</button>
        <button type="button" phx-click="{On.Tell.With(("kind", "error"))}">Warn</button>
        {Modal("window", "A window", $"""<p id="inside">In it: {a.Count}</p><button type="button" phx-click="{On.Increment}">Count inside</button>""", onCancel: Js.Push(On.Choose, value: [("what", "cancelled")]))}
        {Portal("gate", "body", $"""<p id="beyond">Beyond: {a.Count} <button type="button" phx-click="{On.Increment}">Count beyond</button></p>""")}
        <div dir="rtl">{Tabs("turned", "Turned", [("One", $"<p>1</p>"), ("Two", $"<p>2</p>")])}</div>
        """;
}
