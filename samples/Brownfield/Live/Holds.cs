using System.Collections.Immutable;
using Zhar;

namespace Playhouse.Live;

/// <summary>Holds seats for a while, so that two customers do not pick the same one. One process decides, so there is nothing to lock; a crash frees all seats, and nothing else.</summary>
public sealed partial class Holds : GenServer<ImmutableDictionary<Holds.Place, Holds.Hold>>
{
    public const string Topic = "holds";

    /// <summary>So many seats at most for one customer.</summary>
    public const int Most = 6;

    public static readonly ServerName Name = "holds";

    public static readonly TimeSpan Time = TimeSpan.FromMinutes(2);

    /// <summary>A seat of an evening.</summary>
    public sealed record Place(int Show, string Seat);

    /// <summary>Who holds it, and the end of that.</summary>
    public sealed record Hold(string Customer, TimerRef End);

    /// <summary>Other seats are held now.</summary>
    public sealed record Changed(ImmutableDictionary<Place, string> Held);

    internal sealed record Ended(Place Place, string Customer);

    private Init<ImmutableDictionary<Place, Hold>> Init()
    {
        PubSub.Broadcast(Topic, new Changed(ImmutableDictionary<Place, string>.Empty)); // after a crash
        return Ok(ImmutableDictionary<Place, Hold>.Empty);
    }

    /// <summary>Who holds which seat.</summary>
    [Call] private ImmutableDictionary<Place, string> List() => Held();

    /// <summary>Holds a seat. False: somebody else was first, or the customer holds as many as one may.</summary>
    [Call]
    private bool Take(Place place, string customer)
    {
        if (State.TryGetValue(place, out var hold))
            return hold.Customer == customer;
        if (State.Values.Count(h => h.Customer == customer) >= Most)
            return false;
        Set(State.Add(place, new Hold(customer, Process.SendAfter(Self, Time, new Ended(place, customer)))));
        return true;
    }

    /// <summary>Lets go of a seat that this customer holds.</summary>
    [Call]
    private void Release(Place place, string customer)
    {
        if (!State.TryGetValue(place, out var hold) || hold.Customer != customer)
            return;
        Process.CancelTimer(hold.End);
        Set(State.Remove(place));
    }

    [Info] private void OnEnded(Ended ended) => Release(ended.Place, ended.Customer);

    private void Set(ImmutableDictionary<Place, Hold> holds)
    {
        State = holds;
        PubSub.Broadcast(Topic, new Changed(Held()));
    }

    private ImmutableDictionary<Place, string> Held() => State.ToImmutableDictionary(static h => h.Key, static h => h.Value.Customer);
}
