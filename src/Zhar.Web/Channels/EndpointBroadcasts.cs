namespace Zhar.Web;

/// <summary>Broadcasts by the name of the endpoint, in code that runs inside a process: <c>MyEndpoint.Broadcast("room:7", "new_msg", message)</c>.</summary>
/// <remarks>They go through <see cref="PubSub.Default"/> of the current process' node. Elsewhere inject <see cref="PubSub"/> and use <c>BroadcastEvent</c>. Source: Phoenix.Endpoint.broadcast/3.</remarks>
public static class EndpointBroadcasts
{
    extension<T>(T)
        where T : EndpointBase
    {
        /// <summary>Sends an event to all clients and other subscribers of a topic.</summary>
        /// <exception cref="NotInProcessException">No process runs here.</exception>
        public static void Broadcast<TPayload>(string topic, string @event, TPayload payload) => PubSub.Default.BroadcastEvent(topic, @event, payload);

        /// <summary>As above, without a payload: <c>MyEndpoint.Broadcast("users_socket:7", "disconnect")</c> ends the connections of a user.</summary>
        public static void Broadcast(string topic, string @event) => PubSub.Default.BroadcastEvent(topic, @event);

        /// <summary>As above, but not to the current process.</summary>
        public static void BroadcastFrom<TPayload>(string topic, string @event, TPayload payload) => PubSub.Default.BroadcastEventFrom(Process.Self, topic, @event, payload);

        /// <summary>As above, on this node only.</summary>
        public static void LocalBroadcast<TPayload>(string topic, string @event, TPayload payload) => PubSub.Default.LocalBroadcastEvent(topic, @event, payload);

        /// <summary>Subscribes the current process to a topic: it gets a <see cref="Zhar.Web.Broadcast"/> for each event.</summary>
        public static void Subscribe(string topic) => PubSub.Default.Subscribe(topic);

        /// <summary>Ends the current process' subscriptions to a topic.</summary>
        public static void Unsubscribe(string topic) => PubSub.Default.Unsubscribe(topic);
    }
}
