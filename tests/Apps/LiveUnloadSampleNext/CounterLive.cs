using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveUnloadSample;

/// <summary>Counts in steps, keeps another state and draws another page.</summary>
public sealed partial class CounterLive : LiveView<CounterLive.Assigns>
{
    internal const string Version = "two";

    public sealed record Assigns(long Count, long Step, Greeting Greeting, AsyncResult<Greeting> Later);

    public sealed record Poke(int By);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected)
            PubSub.Default.Subscribe("pokes");
        return new(new Assigns(p.Get("start", 0L), 1, Socket.Assigned<Greeting>("greeting"), AsyncResult<Greeting>.Pending));
    }

    [Event] private void Increment() => State = State with { Count = State.Count + State.Step };

    [Event] private void Faster(long by) => State = State with { Step = State.Step + by };

    [Event] private void Load() => AssignAsync(static _ => Task.FromResult(new Greeting("later")), null, static (s, later) => s with { Later = later });

    [Event] private void Shout() => PushEvent("shout", State.Greeting);

    [Event] private void PokeAll() => PubSub.Default.Broadcast("pokes", new Poke(10));

    [Info] private void OnPoke(Poke poke) => State = State with { Count = State.Count + poke.By };

    protected override Html Render(Assigns a) => $"""
        <section><p>{Version} {a.Count}</p><button phx-click="{On.Faster.With(("by", 1))}">{a.Greeting.Text} {a.Step}</button>{When(a.Later.HasValue, () => $"<b>{a.Later.Value?.Text}</b>")}</section>
        """;
}
