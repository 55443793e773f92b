using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>Selects whose options and values change while they may be open.</summary>
public sealed partial class SelectLive : LiveView<SelectLive.Assigns>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public sealed record Assigns(Form Form, int[] Options, string Value4, int Ticks = 0, bool IsTicking = false, int? Countdown2 = null, int? Countdown4 = null);

    private sealed record Tick;

    private sealed record Count2;

    private sealed record Count4;

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) =>
        new(new Assigns(FormOf(Params.Of(("select3", "2")), null), [.. Enumerable.Range(1, 10)], "1"));

    [Event]
    private void Validate(Params p)
    {
        var values = p.Nested("select_form");
        var isTooSmall = values.TryGet<int>("select3", out var third) && third <= 5;
        State = State with
        {
            Form = FormOf(values, isTooSmall ? new() { ["select3"] = [new("must be greater than 5")] } : new()),
        };
    }

    [Event]
    private void ToggleTick()
    {
        State = State with { IsTicking = !State.IsTicking };
        Process.SendAfter(Self, Second, new Tick());
    }

    [Event] private void ScheduleSelect2() => OnCount2(new Count2());

    [Event] private void ScheduleSelect4() => OnCount4(new Count4());

    [Info]
    private void OnTick(Tick tick)
    {
        if (!State.IsTicking)
            return;
        State = State with { Ticks = State.Ticks + 1 };
        Process.SendAfter(Self, Second, tick);
    }

    [Info]
    private void OnCount2(Count2 count)
    {
        State = State with { Countdown2 = Down(State.Countdown2, count) };
        if (State.Countdown2 is null)
            State = State with { Options = [.. State.Options, State.Options.Length + 1] };
    }

    [Info]
    private void OnCount4(Count4 count)
    {
        State = State with { Countdown4 = Down(State.Countdown4, count) };
        if (State.Countdown4 is null)
            State = State with { Value4 = $"{Random.Shared.Next(1, 11)}" };
    }

    protected override Html Render(Assigns a) => $$"""
        <style>.has-error { border: 5px solid red }</style>
        <h1>Selects</h1>
        <p>Tick: {{a.Ticks}}</p>
        <button phx-click="{{On.ToggleTick}}">{{(a.IsTicking ? "Disable" : "Enable")}} ticking</button>
        {{When(a.Countdown2, n => $"<span>Select 2 changes in {n} s</span>", () => $"<button phx-click=\"{On.ScheduleSelect2}\">Schedule select2 update</button>")}}
        {{When(a.Countdown4, n => $"<span>Select 4 changes in {n} s</span>", () => $"<button phx-click=\"{On.ScheduleSelect4}\">Schedule select4 update</button>")}}
        <form phx-change="{{On.Validate}}">
          {{Select(a.Form["select1"], ["these options", "are fixed"])}}
          {{Select(a.Form["select2"], a.Options.Select(Option))}}
          {{Select(a.Form["select3"], Enumerable.Range(1, 10).Select(Option))}}
          {{Select(a.Form["select4"], Enumerable.Range(1, 10).Select(Option), a.Value4)}}
        </form>
        """;

    private static Html Select(FormField field, IEnumerable<SelectOption> options, string? value = null) => $"""
        <p><label for="{field.Id}">{field.Field}</label>
        <select id="{field.Id}" name="{field.Name}" class="{Class(("has-error", field.Errors.Count > 0))}">{Options(options, value ?? field.Value)}</select></p>
        """;

    private static SelectOption Option(int number) => SelectOption.Of($"{number}");

    private static int? Down(int? left, object message)
    {
        if (left == 0)
            return null;
        Process.SendAfter(Process.Self, Second, message);
        return left - 1 ?? 5;
    }

    private static Form FormOf(Params values, Dictionary<string, IReadOnlyList<FormError>>? errors) => new(new ParamsForm(values, "select_form", errors));
}
