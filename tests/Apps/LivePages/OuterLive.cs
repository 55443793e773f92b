using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>A page with another one inside.</summary>
public sealed partial class OuterLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private void Increment() => State++;

    [Event] private void Crash() => throw new InvalidOperationException("told to crash");

    protected override Html Render(int count) => $"""
        <output id="outer-count">{count}</output>
        <button phx-click="{On.Increment}">Outer +1</button>
        <button phx-click="{On.Crash}">Outer crash</button>
        {LiveRender<InnerLive>("inner", [("start", "5")])}
        """;
}

/// <summary>The one inside.</summary>
public sealed partial class InnerLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(session.Get("start", 0));

    [Event] private void Increment() => State++;

    [Event] private void Crash() => throw new InvalidOperationException("told to crash");

    protected override Html Render(int count) => $"""
        <output id="inner-count">{count}</output>
        <button phx-click="{On.Increment}">Inner +1</button>
        <button phx-click="{On.Crash}">Inner crash</button>
        """;
}
