using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>Stays while the page around it changes.</summary>
public sealed partial class PlayerLive : LiveView<PlayerLive.Assigns>
{
    public sealed record Assigns(string Name, int Plays);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(session["name"] ?? "", 0));

    [Event] private void Play() => State = State with { Plays = State.Plays + 1 };

    [Event]
    private LiveAction GoToB()
    {
        PutFlash("info", $"Sent by {State.Name}");
        return PushNavigate("/sticky/b");
    }

    protected override Html Render(Assigns a) => $"""
        <output id="{a.Name}-plays">{a.Plays}</output>
        <button phx-click="{On.Play}">{a.Name} play</button>
        <button phx-click="{On.GoToB}">{a.Name} to B</button>
        """;
}
