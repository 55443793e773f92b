using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>A counter that can be told to crash.</summary>
public sealed partial class CounterLive : LiveView<CounterLive.Assigns>
{
    public sealed record Assigns(int Count, string Transport);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(0, Socket.ConnectInfo?.Transport ?? "none"));

    [Event] private void Increment() => State = State with { Count = State.Count + 1 };

    [Event] private void Add(int by)
    {
        State = State with { Count = State.Count + by };
        PageTitle = $"Count {State.Count}";
    }

    [Event] private LiveAction Ask(string question) => Reply(question.Length);

    [Event] private void Shout() => PushEvent("shout", State.Count);

    [Event] private void Crash() => throw new InvalidOperationException("told to crash");

    protected override Html Render(Assigns a) => $"""
        <h1>Counter</h1>
        <output id="count">{a.Count}</output>
        <output id="transport">{a.Transport}</output>
        <button phx-click="{On.Increment}">+1</button>
        <button phx-click="{On.Add.With(("by", 10))}">+10</button>
        <button phx-click="{On.Crash}">Crash</button>
        <button phx-click="{On.Shout}">Shout</button>
        """;
}
