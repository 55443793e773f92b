using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>Tells who is there: processes are tracked on topics, on all nodes, and the clients of a topic see who comes and goes.</summary>
/// <remarks>
/// <code>
/// public sealed class MyPresence : Presence;
///
/// // in the tree, behind the PubSub
/// MyPresence.Child()
///
/// // in a channel, in the [Continue] handler of its join
/// await MyPresence.Track(Topic, userId, new Meta(DateTimeOffset.UtcNow));
/// Push("presence_state", await MyPresence.List(Topic));
/// </code>
/// A tracked process that ends has left. One object serves all topics: its constructor's parameters are singletons. Source: Phoenix.Presence.
/// </remarks>
public abstract class Presence
{
    /// <summary>Adds to what clients see of each key, with one query for all: names, pictures. Default: nothing. Source: Phoenix.Presence, fetch/2.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="keys">The keys that are shown.</param>
    /// <returns>Fields by key, of types that the JSON context knows.</returns>
    protected virtual ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>> Fetch(string topic, IReadOnlyCollection<string> keys) =>
        new(new Dictionary<string, IReadOnlyDictionary<string, object?>>());

    /// <summary>Gets each change of a topic after its clients, one after the other. Default: nothing. Source: Phoenix.Presence, handle_metas/4.</summary>
    protected virtual ValueTask HandleMetas(PresenceDiff diff) => default;

    internal ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>> CallFetch(string topic, IReadOnlyCollection<string> keys) => Fetch(topic, keys);

    internal ValueTask CallHandleMetas(PresenceDiff diff) => HandleMetas(diff);

    internal static ChildSpec Child<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(PresenceOptions? options)
        where T : Presence
    {
        var start = new PresenceStart<T>(options ?? new PresenceOptions());
        return Supervisor.Child(
            Supervisor.RestForOne(
                PresenceDiffs.Child(start) with { Name = start.DiffsName },
                PresenceServer.Child(start) with { Name = start.ServerName }),
            start.Name);
    }
}

/// <summary>How the processes of a presence are made.</summary>
internal abstract class PresenceStart(string name, PresenceOptions options)
{
    internal string Name => name;

    internal PresenceOptions Options => options;

    internal string Topic => "phx_presence:" + name;

    internal ServerName ServerName => Zhar.ServerName.Of(name);

    internal ServerName DiffsName => Zhar.ServerName.Of(name + " diffs");

    internal abstract Presence Create(IServiceProvider services);
}

internal sealed class PresenceStart<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(PresenceOptions options) : PresenceStart(PresenceNames.Of<T>(), options)
    where T : Presence
{
    internal override Presence Create(IServiceProvider services) => services.GetService<T>() ?? ActivatorUtilities.CreateInstance<T>(services);
}

internal static class PresenceNames
{
    internal static string Of<T>() => "Zhar.Web.Presence " + (typeof(T).FullName ?? typeof(T).Name);
}
