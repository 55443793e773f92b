using System.Collections.Immutable;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>Components whose elements change their ids.</summary>
public sealed partial class Issue3979 : LiveView<Issue3979.Assigns>
{
    public sealed record Assigns(ImmutableList<int> Counters, int Next = 0);

    private sealed record Raise(int Index);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns([.. Enumerable.Repeat(0, 10)]));

    [Event]
    private void Bump()
    {
        Process.SendAfter(Self, TimeSpan.FromMilliseconds(100), new Raise(State.Next));
        State = new(State.Counters.SetItem(State.Next, State.Counters[State.Next] + 1), State.Next + 1);
    }

    [Info] private void OnRaise(Raise raise) => Issue3979Part.SendUpdate($"comp-{raise.Index + 1}", PropsOf(raise.Index) with { Counter = 10 });

    protected override Html Render(Assigns a) => $"""
        {Each(Enumerable.Range(0, a.Counters.Count), i => i, i => Issue3979Part.Component($"comp-{i + 1}", PropsOf(i)))}
        <button phx-click="{On.Bump}">Bump ID (and counter)</button>
        """;

    private Issue3979Part.Props PropsOf(int index) => new($"hello-{index + 1}-{State.Counters[index]}", State.Counters[index]);
}
