using Zhar.Live;
using Zhar.Web;

namespace Zhar.Benchmarks.Live.Servers;

/// <summary>A number and a button.</summary>
internal sealed partial class CounterLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Zhar.Web.Session session) => new(0);

    [Event] private void Increment() => State++;

    protected override Html Render(int count) => $"""
        <h1>Counter</h1>
        <p id="count">Count: {count}</p>
        <button phx-click="{On.Increment}">+</button>
        """;
}
