using Zhar.Live;
using Zhar.Web;

namespace Zhar.Benchmarks.Live.Servers;

/// <summary>A page that shows the number of the last broadcast, as everybody's does.</summary>
internal sealed partial class RoomLive : LiveView<int>
{
    private const string Topic = "room";

    internal sealed record Said(int Number);

    protected override ValueTask<Mount<int>> Mount(Params p, Zhar.Web.Session session)
    {
        if (Connected)
            PubSub.Subscribe(Topic);
        return new(0);
    }

    [Event] private void Say(int number) => PubSub.Broadcast(Topic, new Said(number));

    [Info] private void OnSaid(Said said) => State = said.Number;

    protected override Html Render(int number) => $"""
        <p>{number}</p>
        <button phx-click="{On.Say}">Say</button>
        """;
}
