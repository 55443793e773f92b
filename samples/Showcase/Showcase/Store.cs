using System.Collections.Immutable;
using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>Texts under keys. One process owns them, so there is nothing to lock; what it answers is stored, so a new process begins where the last one ended.</summary>
public sealed partial class Store(Repo repo) : GenServer<ImmutableSortedDictionary<string, string>>
{
    public const string Topic = "store";

    /// <summary>So many keys at most.</summary>
    public const int Most = 200;

    /// <summary>What the store holds now.</summary>
    public sealed record Changed(ImmutableSortedDictionary<string, string> Entries);

    private async ValueTask<Init<ImmutableSortedDictionary<string, string>>> Init()
    {
        var entries = (await repo.All(Query.From<Entry>())).ToImmutableSortedDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
        PubSub.Broadcast(Topic, new Changed(entries));
        return Ok(entries);
    }

    /// <summary>The value, or null when there is none.</summary>
    [Call] private string? Get(string key) => State.GetValueOrDefault(key);

    /// <summary>Stores a value. When it returns, it is in the database.</summary>
    [Call]
    private async Task<Result<Entry>> Put(Params attributes)
    {
        var changeset = Entry.Changeset(new(), attributes);
        if (changeset.IsValid && State.Count >= Most && !State.ContainsKey(changeset.GetField(e => e.Key)))
            changeset = changeset.AddError(e => e.Key, $"is one too many: the store holds {Most} keys");
        var result = await repo.Insert(changeset, new InsertOptions { OnConflict = OnConflict.Replace<Entry>(e => new { e.Value, e.UpdatedAt }), ConflictTarget = ConflictTarget.Columns(nameof(Entry.Key)) });
        if (result is Ok<Entry>(var entry))
            Set(State.SetItem(entry.Key, entry.Value));
        return result;
    }

    /// <summary>Whether there was such a key.</summary>
    [Call]
    private async Task<bool> Delete(string key)
    {
        var had = State.ContainsKey(key);
        await repo.DeleteAll(Query.From<Entry>().Where(e => e.Key == key));
        Set(State.Remove(key));
        return had;
    }

    // Immutable, so it can leave the process as it is.
    [Call] private ImmutableSortedDictionary<string, string> List() => State;

    [Cast] private void Crash(string who) => throw new InvalidOperationException($"{who} pressed Crash.");

    private void Set(ImmutableSortedDictionary<string, string> entries)
    {
        State = entries;
        PubSub.Broadcast(Topic, new Changed(entries));
    }
}
