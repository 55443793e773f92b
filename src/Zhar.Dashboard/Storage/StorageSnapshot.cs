using System.Collections.Immutable;

namespace Zhar.Dashboard;

/// <summary>Names, registries, PubSubs, groups and tables of a node, at one moment.</summary>
internal sealed record StorageSnapshot(ImmutableArray<NamedProcess> Names, int NameCount, ImmutableArray<ServiceRow> Services, ImmutableArray<TableRow> Tables, ImmutableArray<TopicRow> Topics, bool TopicsAreSample)
{
    internal const int MaxNames = 200, MaxTables = 200, MaxTopics = 50;
    private const int MaxSubscriptions = 20_000;

    internal static StorageSnapshot Take(Node node, string search)
    {
        var names = node.RegisteredNames.Where(n => Fits(n, search)).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var pubSubs = node.NamedServices.Values.OfType<PubSubService>().ToList();
        return new(
            [.. names.Take(MaxNames).Select(n => new NamedProcess(n, node.WhereIs(n)))],
            names.Count,
            [.. node.NamedServices.Values.Where(s => Fits(s.Name, search)).OrderBy(static s => s.Name, StringComparer.OrdinalIgnoreCase).Take(MaxTables).Select(static s => new ServiceRow(s.Name, Kind(s), s.EntryCount, s.Owner.Pid))],
            [.. node.Tables.Values.Where(t => Fits(t.Name ?? "", search)).OrderBy(static t => t.Name, StringComparer.OrdinalIgnoreCase).Take(MaxTables).Select(static t => new TableRow(t.Name ?? "", t.Type.ToString(), t.Protection.ToString(), t.KeyCount, t.Owner))],
            [.. pubSubs.SelectMany(p => TopicsOf(p, search)).OrderByDescending(static t => t.Subscribers).Take(MaxTopics)],
            pubSubs.Exists(static p => p.Topics.Count > MaxSubscriptions));
    }

    private static IEnumerable<TopicRow> TopicsOf(PubSubService pubSub, string search) => pubSub.Topics.All().Take(MaxSubscriptions)
        .GroupBy(static i => i.Key, StringComparer.Ordinal).Where(g => Fits(g.Key, search)).Select(g => new TopicRow(pubSub.Name, g.Key, g.Count()));

    private static string Kind(NodeService service)
    {
        var name = service.GetType().Name;
        return name.StartsWith("RegistryStore", StringComparison.Ordinal) ? "registry"
            : name.StartsWith("PubSub", StringComparison.Ordinal) ? "PubSub"
            : name.StartsWith("Socket", StringComparison.Ordinal) ? "socket"
            : name.StartsWith("Group", StringComparison.Ordinal) ? "process groups"
            : name;
    }

    private static bool Fits(string name, string search) => name.Contains(search, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A registered name and who has it.</summary>
internal sealed record NamedProcess(string Name, Pid Pid);

/// <summary>A registry, a PubSub, or another service that the node knows by its name.</summary>
internal sealed record ServiceRow(string Name, string Kind, long? Entries, Pid Owner);

/// <summary>A named table.</summary>
internal sealed record TableRow(string Name, string Type, string Protection, int Keys, Pid Owner);

/// <summary>A topic of a PubSub and how many subscriptions it has.</summary>
internal sealed record TopicRow(string PubSub, string Topic, int Subscribers);
