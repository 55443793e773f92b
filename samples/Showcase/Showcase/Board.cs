using System.Collections.Immutable;
using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>The board that everybody works on. Moves come to this one process and happen one after the other, so none is lost; titles are guarded by the version of the card that was edited.</summary>
public sealed partial class Board(Repo repo) : GenServer<ImmutableList<Card>>
{
    public const string Topic = "board";

    /// <summary>So many cards at most.</summary>
    public const int Most = 100;

    public static readonly ImmutableArray<(string Name, string Title)> Lanes = [("todo", "To do"), ("doing", "In progress"), ("done", "Done")];

    /// <summary>The board as it is now.</summary>
    public sealed record Changed(ImmutableList<Card> Cards);

    private async ValueTask<Init<ImmutableList<Card>>> Init()
    {
        var cards = Sorted(await repo.All(Query.From<Card>()));
        PubSub.Broadcast(Topic, new Changed(cards));
        return Ok(cards);
    }

    [Call] private ImmutableList<Card> List() => State;

    /// <summary>Puts a card at the end of a lane.</summary>
    [Call]
    private async Task<Result<Card>> Add(string lane, Params attributes)
    {
        var card = new Card { Lane = IsLane(lane) ? lane : Lanes[0].Name, Position = State.Count(c => c.Lane == lane) };
        var changeset = Card.Changeset(card, attributes);
        if (State.Count >= Most)
            changeset = changeset.AddError(c => c.Title, $"is one too many: the board holds {Most} cards");
        var result = await repo.Insert(changeset);
        if (result is Ok<Card>(var made))
            Set(State.Add(made));
        return result;
    }

    /// <summary>Changes the title of a card that somebody has seen in this version.</summary>
    /// <returns>The card; or a changeset that says what is wrong. When somebody else was first it holds the new card, and what was typed stays among its changes.</returns>
    [Call]
    private async Task<Result<Card>> Rename(Card seen, Params attributes)
    {
        var result = await repo.Update(Card.Changeset(seen, attributes), OnlyIfSeen);
        if (result is Ok<Card>(var renamed) && State.FindIndex(c => c.Id == renamed.Id) is >= 0 and var i)
            Set(State.SetItem(i, State[i] with { Title = renamed.Title, Version = renamed.Version }));
        return result;
    }

    /// <summary>Moves a card into a lane, before another card or to the end. A card that is gone meanwhile stays gone.</summary>
    [Call]
    private async Task Move(long id, string lane, long? before)
    {
        if (State.Find(c => c.Id == id) is not { } card || !IsLane(lane) || before == id)
            return;
        var target = State.RemoveAll(c => c.Id == id).Where(c => c.Lane == lane).ToList();
        var at = before is { } next && target.FindIndex(c => c.Id == next) is >= 0 and var found ? found : target.Count;
        target.Insert(at, card with { Lane = lane });
        await Place([.. target, .. card.Lane == lane ? [] : State.Where(c => c.Lane == card.Lane && c.Id != id)]);
    }

    /// <summary>Takes a card away.</summary>
    [Call]
    private async Task Remove(long id)
    {
        await repo.DeleteAll(Query.From<Card>().Where(c => c.Id == id));
        Set(State.RemoveAll(c => c.Id == id));
    }

    [Cast] private void Crash(string who) => throw new InvalidOperationException($"{who} pressed Crash.");

    /// <summary>Stores the places of the cards of one or two lanes, in their order, all or none.</summary>
    private async Task Place(IReadOnlyList<Card> cards)
    {
        var placed = cards.GroupBy(c => c.Lane).SelectMany(lane => lane.Select((c, i) => c with { Position = i })).ToDictionary(c => c.Id);
        var moved = placed.Values.Where(c => State.Find(s => s.Id == c.Id) is { } old && (old.Position != c.Position || old.Lane != c.Lane)).ToList();
        await repo.Transact(async _ =>
        {
            foreach (var card in moved)
                await repo.UpdateAll(Query.From<Card>().Where(c => c.Id == card.Id), set => set.Set(c => c.Lane, card.Lane).Set(c => c.Position, card.Position));
        });
        Set(Sorted(State.Select(c => placed.GetValueOrDefault(c.Id, c))));
    }

    private void Set(ImmutableList<Card> cards)
    {
        State = cards;
        PubSub.Broadcast(Topic, new Changed(cards));
    }

    private static ImmutableList<Card> Sorted(IEnumerable<Card> cards) => [.. cards.OrderBy(c => c.Position).ThenBy(c => c.Id)];

    private static bool IsLane(string lane) => Lanes.Any(l => l.Name == lane);

    private static WriteOptions OnlyIfSeen { get; } = new() { StaleErrorField = nameof(Card.Title), StaleErrorMessage = "was changed by somebody else meanwhile" };
}
