using System.Collections.Immutable;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace LivePages;

/// <summary>An element for each attribute that the client reacts to, and what the server has heard of it.</summary>
public sealed partial class BindingsLive : LiveView<BindingsLive.Assigns>
{
    public sealed record Assigns(string Heard = "", int Ticks = 0, bool IsShown = false, int Rows = 30, bool Triggers = false, string Typed = "", string Note = "");

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns());

    [Event] private void Hear(string what, string? key = null) => State = State with { Heard = key is null ? what : $"{what} {key}" };

    [Event] private void Tick() => State = State with { Ticks = State.Ticks + 1 };

    [Event] private void Toggle() => State = State with { IsShown = !State.IsShown };

    [Event] private void More() => State = State with { Rows = Math.Min(State.Rows + 30, 90) };

    [Event] private void Type(Params p) => State = State with { Typed = string.Join(' ', p.Keys.Where(k => k != "_target").Order().Select(k => $"{k}={p.Get(k)}")), Note = p.Get("note") ?? State.Note };

    [Event] private void Recover(Params p) => State = State with { Heard = $"recovered {p["note"]}" };

    [Event] private void Save() => State = State with { Heard = "saved" };

    [Event] private void Trigger() => State = State with { Triggers = true };

    [Event] private void Command() => PushJs(Js.AddClass("commanded", "#ticks"));

    [Event] private void Crash() => throw new InvalidOperationException("told to crash");

    protected override Html Render(Assigns a) => $"""
        <output id="heard">{a.Heard}</output>
        <output id="ticks">{a.Ticks}</output>
        <output id="typed">{a.Typed}</output>
        <button phx-click="{On.Tick}">Tick</button>
        <button phx-click="{On.Toggle}">Toggle</button>
        <button phx-click="{On.Command}">Command</button>
        <button phx-click="{On.Crash}">Crash</button>
        <button phx-click="{On.Hear}" phx-value-what="valued" phx-value-key="7">Valued</button>
        <button phx-click="{On.Tick}" phx-throttle="60000">Throttled</button>
        <div id="away" phx-click-away="{On.Hear.With(("what", "away"))}">Inside</div>
        <input id="keys" aria-label="Keys" phx-keydown="{On.Hear.With(("what", "down"))}" phx-keyup="{On.Hear.With(("what", "up"))}">
        <input id="enter" aria-label="Enter" phx-keydown="{On.Hear.With(("what", "enter"))}" phx-key="Enter">
        <div id="window" phx-window-keydown="{On.Hear.With(("what", "window"))}" phx-key="F2"></div>
        <div id="window-up" phx-window-keyup="{On.Hear.With(("what", "window-up"))}" phx-key="F4"></div>
        <div id="window-focus" phx-window-focus="{On.Hear.With(("what", "window-focus"))}" phx-window-blur="{On.Hear.With(("what", "window-blur"))}"></div>
        <input id="focus" aria-label="Focus" phx-focus="{On.Hear.With(("what", "focus"))}" phx-blur="{On.Hear.With(("what", "blur"))}">
        <div id="ignored" phx-update="ignore">{a.Ticks}</div>
        <input id="focused" aria-label="Focused" value="{a.Ticks}">
        {When(a.IsShown, () => $"""<p id="shown" phx-mounted="{Js.AddClass("mounted")}" phx-remove="{Js.Dispatch("spec:mark", "#ticks", [("mark", "removed")])}">Shown</p>""")}
        <p id="lost" hidden phx-disconnected="{Js.RemoveAttribute("hidden")}" phx-connected="{Js.SetAttribute("hidden", "")}">Lost</p>
        <form id="slow" phx-change="{On.Type}" phx-submit="{On.Save}">
          <input name="slow" aria-label="Slow" phx-debounce="400">
          <input name="left" aria-label="Left" phx-debounce="blur">
          <button phx-disable-with="Saving…">Save</button>
        </form>
        <form id="plain" phx-change="{On.Type}" phx-no-unused-field><input name="one" aria-label="One"><input name="two" aria-label="Two"></form>
        <form id="recovered" phx-change="{On.Type}" phx-auto-recover="{On.Recover}"><input name="note" aria-label="Note" value="{a.Note}"></form>
        <form id="forgotten" phx-change="{On.Type}" phx-auto-recover="ignore"><input name="scrap" aria-label="Scrap"></form>
        {FormTag("/bindings/sent", Socket.CsrfToken, $"""<input name="word" aria-label="Word"><button>Send</button>""",
            rest: Attrs.Of(("id", "trigger"), ("phx-submit", On.Trigger), ("phx-trigger-action", a.Triggers)))}
        <div id="scroll">
          <ul id="rows" phx-viewport-bottom="{On.More}">{Each(Enumerable.Range(1, a.Rows), n => n, n => $"<li id=\"row-{n}\">Row {n}</li>")}</ul>
        </div>
        {PokedComponent.Component("poked")}
        """;
}

/// <summary>Hears of a hook elsewhere in the page.</summary>
public sealed partial class PokedComponent : LiveComponent<int>
{
    protected override ValueTask<int> Mount() => new(0);

    [Event] private LiveAction Poke(int by)
    {
        State += by;
        return Reply(State);
    }

    protected override Html Render(int pokes) => $"""<div id="poked"><output>{pokes}</output><button id="poker" phx-hook="Poker">Poke</button></div>""";
}
