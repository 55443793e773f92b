using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>A list that the server forgets.</summary>
public sealed partial class StreamLive : LiveView<StreamLive.Assigns>
{
    public sealed record Assigns(LiveStream<string> Items, int Next = 4);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(LiveStream<string>.Create("items").InsertAll(["1", "2", "3"], i => i)));

    [Event] private void Append() => Put(State.Items.Insert(State.Next, Text(State.Next)));

    [Event] private void Prepend() => Put(State.Items.Insert(State.Next, Text(State.Next), at: 0));

    [Event] private void PrependOfThree() => Put(State.Items.Insert(State.Next, Text(State.Next), at: 0, limit: 3));

    [Event] private void Change() => State = State with { Items = State.Items.Insert(2, "two", updateOnly: true) };

    [Event] private void Remove(int id) => State = State with { Items = State.Items.Delete(id) };

    [Event] private void Reset() => State = State with { Items = State.Items.Reset().InsertAll(["3", "1"], i => i) };

    [Event] private void Clear() => State = State with { Items = State.Items.Reset() };

    [Event] private void Crash() => throw new InvalidOperationException("told to crash");

    protected override Html Render(Assigns a) => $$"""
        <button phx-click="{{On.Append}}">Append</button>
        <button phx-click="{{On.Prepend}}">Prepend</button>
        <button phx-click="{{On.PrependOfThree}}">Prepend of three</button>
        <button phx-click="{{On.Change}}">Change</button>
        <button phx-click="{{On.Reset}}">Reset</button>
        <button phx-click="{{On.Clear}}">Clear</button>
        <button phx-click="{{On.Crash}}">Crash</button>
        <ul id="items" phx-update="stream">{{a.Items.Each((id, text) => $"<li id=\"{id}\">{text}</li>")}}</ul>
        <button phx-click="{{On.Remove.With(("id", 1))}}">Remove first</button>
        """;

    private void Put(LiveStream<string> items) => State = new(items, State.Next + 1);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
