using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>A form with a stream inside, on a page that changes all the time.</summary>
public sealed partial class FormStreamLive : LiveView<FormStreamLive.Assigns>
{
    public sealed record Assigns(LiveStream<int> Items, int Count = 0, int Last = 3);

    private sealed record Tick;

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected)
            Process.SendAfter(Self, TimeSpan.FromMilliseconds(100), new Tick());
        return new(new Assigns(LiveStream<int>.Create("items").InsertAll([1, 2, 3], i => i)));
    }

    [Info]
    private void OnTick(Tick tick)
    {
        State = State with { Count = State.Count + 1 };
        Process.SendAfter(Self, TimeSpan.FromMilliseconds(100), tick);
    }

    [Event] private LiveAction Ping() => Reply(new Nothing());

    [Event] private void Validate() => Add();

    [Event] private void Save() => Add();

    [Event("sandbox:eval")]
    private LiveAction Evaluate(string value)
    {
        if (!value.Contains("attach_hook", StringComparison.Ordinal))
            return Reply(Gate.Name());
        Socket.AttachHook("gate", new Gate());
        return Reply(new Answer<Nothing>(new()));
    }

    protected override Html Render(Assigns a) => $$"""
        {{a.Count}}
        <form id="test-form" phx-change="{{On.Validate}}" phx-submit="{{On.Save}}">
          <input name="myname" aria-label="name" value="{{a.Count}}">
          <input id="other" name="other" aria-label="other" value="{{a.Count}}">
          <div id="form-stream-hook" phx-hook="FormHook" phx-update="ignore"></div>
          <ul id="form-stream" phx-update="stream">{{a.Items.Each((id, i) => $$"""<li id="{{id}}" phx-hook="FormStreamHook">*%{id: {{i}}}</li>""")}}</ul>
          <button id="submit" phx-disable-with="Saving...">Submit</button>
        </form>
        """;

    private void Add() => State = State with { Count = State.Count + 1, Last = State.Last + 1, Items = State.Items.Insert(State.Last + 1, State.Last + 1) };
}
