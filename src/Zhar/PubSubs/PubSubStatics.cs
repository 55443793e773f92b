namespace Zhar;

/// <summary><see cref="PubSub"/> without an instance: works on <see cref="PubSub.Default"/> of the current process' node.</summary>
/// <remarks>Outside a process these throw <see cref="NotInProcessException"/>; inject a <see cref="PubSub"/> there.</remarks>
public static class PubSubStatics
{
    extension(PubSub)
    {
        /// <summary>Subscribes the current process to a topic. Doing it twice delivers twice.</summary>
        public static void Subscribe(string topic, object? metadata = null) => PubSub.Default.Subscribe(topic, metadata);

        /// <summary>Ends all subscriptions of the current process to a topic.</summary>
        public static void Unsubscribe(string topic) => PubSub.Default.Unsubscribe(topic);

        /// <summary>Sends a message to all subscribers of a topic, on all nodes.</summary>
        public static void Broadcast(string topic, object message, IPubSubDispatcher? dispatcher = null) => PubSub.Default.Broadcast(topic, message, dispatcher);

        /// <summary>As above, but not to the current process.</summary>
        public static void BroadcastFrom(string topic, object message, IPubSubDispatcher? dispatcher = null) =>
            PubSub.Default.BroadcastFrom(Process.Self, topic, message, dispatcher);

        /// <summary>As above, but not to <paramref name="from"/>.</summary>
        public static void BroadcastFrom(Pid from, string topic, object message, IPubSubDispatcher? dispatcher = null) =>
            PubSub.Default.BroadcastFrom(from, topic, message, dispatcher);

        /// <summary>Sends a message to all subscribers of a topic on this node.</summary>
        public static void LocalBroadcast(string topic, object message, IPubSubDispatcher? dispatcher = null) => PubSub.Default.LocalBroadcast(topic, message, dispatcher);

        /// <summary>Sends a message to all subscribers of a topic on the node that calls itself <paramref name="node"/>.</summary>
        public static void DirectBroadcast(string node, string topic, object message, IPubSubDispatcher? dispatcher = null) =>
            PubSub.Default.DirectBroadcast(node, topic, message, dispatcher);
    }
}
