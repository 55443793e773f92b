using System.Diagnostics.CodeAnalysis;

namespace Zhar.Web;

/// <summary>What every presence class has: <c>MyPresence.Child()</c>, <c>MyPresence.Track(…)</c>, <c>MyPresence.List(…)</c>.</summary>
/// <remarks>For code that runs inside a process, on the presence of its node.</remarks>
public static class PresenceExtensions
{
    extension<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(T)
        where T : Presence
    {
        /// <summary>The spec of this presence inside a supervisor, to stand behind the PubSub.</summary>
        public static ChildSpec Child(PresenceOptions? options = null) => Presence.Child<T>(options);
    }

    extension<T>(T)
        where T : Presence
    {
        /// <summary>Tracks the current process on a topic, until it ends.</summary>
        /// <param name="topic">The topic.</param>
        /// <param name="key">Whose presence it is, such as the user's id: several processes may have one key.</param>
        /// <param name="meta">A type that the JSON context knows and that becomes a JSON object, or <see cref="Params"/>.</param>
        /// <returns>The ref; or <c>already_tracked</c> when this process is on the topic under this key.</returns>
        /// <exception cref="ArgumentException">The meta does not become a JSON object.</exception>
        /// <exception cref="CallExitException">The presence does not run.</exception>
        public static ValueTask<Result<string>> Track<TMeta>(string topic, string key, TMeta meta) => PresenceCalls.Track<T, TMeta>(Process.Self, topic, key, meta);

        /// <summary>As above, for another process of this node.</summary>
        public static ValueTask<Result<string>> Track<TMeta>(Pid pid, string topic, string key, TMeta meta) => PresenceCalls.Track<T, TMeta>(pid, topic, key, meta);

        /// <summary>Gives the current process another meta on a topic.</summary>
        /// <returns>The new ref; or <c>not_tracked</c>.</returns>
        public static ValueTask<Result<string>> Update<TMeta>(string topic, string key, TMeta meta) => PresenceCalls.Update<T, TMeta>(Process.Self, topic, key, meta);

        /// <summary>As above, for another process of this node.</summary>
        public static ValueTask<Result<string>> Update<TMeta>(Pid pid, string topic, string key, TMeta meta) => PresenceCalls.Update<T, TMeta>(pid, topic, key, meta);

        /// <summary>Tracks the current process on a topic no longer.</summary>
        public static ValueTask Untrack(string topic, string key) => PresenceCalls.Ref<T>().Untrack(Process.Self, topic, key);

        /// <summary>As above, for another process of this node, on all topics.</summary>
        public static ValueTask Untrack(Pid pid) => PresenceCalls.Ref<T>().UntrackAll(pid);

        /// <summary>All presences of a topic, on all nodes, with what <c>Fetch</c> adds. Reads a table; only a <c>Fetch</c> of the application's own may wait.</summary>
        public static ValueTask<PresenceList> List(string topic) => PresenceCalls.View<T>().List(topic);

        /// <summary>The presences of one key, or <c>null</c>.</summary>
        public static ValueTask<PresenceInfo?> GetByKey(string topic, string key) => PresenceCalls.View<T>().GetByKey(topic, key);
    }
}

internal static class PresenceCalls
{
    internal static PresenceServer.Ref Ref<T>() => new(Zhar.ServerName.Of(PresenceNames.Of<T>()));

    internal static PresenceView View<T>()
    {
        var node = Node.Current;
        return node.PersistentTerms.GetValueOrDefault(PresenceNames.Of<T>()) as PresenceView ?? throw new CallExitException(
            ExitReason.NoProc, Zhar.ServerName.Of(PresenceNames.Of<T>()), "List", TimeSpan.Zero, $"Put {typeof(T).Name}.Child() into the tree, behind the PubSub.");
    }

    internal static ValueTask<Result<string>> Track<T, TMeta>(Pid pid, string topic, string key, TMeta meta)
    {
        Check(topic, key);
        return Ref<T>().Track(pid, topic, key, Encode<T, TMeta>(meta));
    }

    internal static ValueTask<Result<string>> Update<T, TMeta>(Pid pid, string topic, string key, TMeta meta)
    {
        Check(topic, key);
        return Ref<T>().Update(pid, topic, key, Encode<T, TMeta>(meta));
    }

    private static void Check(string topic, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentException.ThrowIfNullOrEmpty(key);
    }

    private static byte[] Encode<T, TMeta>(TMeta meta)
    {
        var payload = View<T>().Json.Encode(meta);
        return !payload.IsBinary && payload.Bytes.Span is [(byte)'{', ..]
            ? payload.Bytes.ToArray()
            : throw new ArgumentException($"The meta of a presence becomes a JSON object, and {typeof(TMeta).Name} does not. Give it a record: Track(topic, key, new Meta(…)).", nameof(meta));
    }
}
