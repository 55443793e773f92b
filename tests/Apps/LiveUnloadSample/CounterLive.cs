using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveUnloadSample;

public sealed partial class CounterLive : LiveView<CounterLive.Assigns>
{
    internal const string Version = "one";

    public sealed record Assigns(int Count, Greeting Greeting, string Loaded, AsyncResult<Greeting> Later);

    public sealed record Poke(int By);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected)
            PubSub.Default.Subscribe("pokes");
        return new Assigns(p.Get("start", 0), Socket.Assigned<Greeting>("greeting"), await LoadOnce(static () => new ValueTask<string>(Version)), AsyncResult<Greeting>.Pending);
    }

    [Event] private void Increment() => State = State with { Count = State.Count + 1 };

    [Event] private void Load() => AssignAsync(static _ => Task.FromResult(new Greeting("later")), null, static (s, later) => s with { Later = later });

    [Event] private void Shout() => PushEvent("shout", State.Greeting);

    [Event] private void PokeAll() => PubSub.Default.Broadcast("pokes", new Poke(10));

    [Info] private void OnPoke(Poke poke) => State = State with { Count = State.Count + poke.By };

    protected override Html Render(Assigns a) => $"""
        <p>{Version} {a.Count}</p>
        <ul>{Each([1, 2, a.Count], n => n, n => $"<li>{n}</li>")}</ul>
        {When(a.Later.HasValue, () => $"<b>{a.Later.Value?.Text}</b>")}
        <button phx-click="{On.Increment}">{a.Greeting.Text} {a.Loaded}</button>
        {LiveRender<InnerLive>("inner")}
        """;
}
