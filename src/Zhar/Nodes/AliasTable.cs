using System.Collections.Concurrent;

namespace Zhar.Nodes;

/// <summary>The active aliases of a node by number, for messages to them from other nodes.</summary>
internal sealed class AliasTable
{
    private readonly ConcurrentDictionary<long, AliasRef.Address> _aliases = new();

    internal void Add(AliasRef.Address alias) => _aliases[alias.Id] = alias;

    internal void Remove(AliasRef.Address alias) => _aliases.TryRemove(alias.Id, out _);

    internal AliasRef.Address? Find(long id) => _aliases.GetValueOrDefault(id);
}
