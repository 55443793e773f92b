using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Zhar.Web;

/// <summary>Events for the clients of a topic from anywhere in the server.</summary>
/// <remarks><c>pubSub.BroadcastEvent("users_socket:7", "disconnect")</c> ends the connections that have this id. Source: Phoenix.Endpoint.broadcast/3.</remarks>
public static class BroadcastExtensions
{
    extension(PubSub pubSub)
    {
        /// <summary>Sends an event without a payload to all clients and other subscribers of a topic.</summary>
        public void BroadcastEvent(string topic, string @event) => pubSub.BroadcastEvent(topic, @event, PayloadJson.Empty);

        /// <summary>Sends an event to all clients and other subscribers of a topic, on all nodes.</summary>
        /// <param name="topic">The topic.</param>
        /// <param name="event">The event.</param>
        /// <param name="payload">A type that the application's JSON context knows, <see cref="Params"/>, or <c>byte[]</c> for binary data.</param>
        /// <param name="json">Default: the options that <c>ConfigureHttpJsonOptions</c> has set, of the current process' application.</param>
        public void BroadcastEvent<T>(string topic, string @event, T payload, JsonSerializerOptions? json = null) =>
            pubSub.Broadcast(topic, Message(topic, @event, payload, json), ChannelDispatcher.Instance);

        /// <summary>As above, but not to <paramref name="from"/>, a channel or another subscriber.</summary>
        public void BroadcastEventFrom<T>(Pid from, string topic, string @event, T payload, JsonSerializerOptions? json = null) =>
            pubSub.BroadcastFrom(from, topic, Message(topic, @event, payload, json), ChannelDispatcher.Instance);

        /// <summary>As above, on this node only.</summary>
        public void LocalBroadcastEvent<T>(string topic, string @event, T payload, JsonSerializerOptions? json = null) =>
            pubSub.LocalBroadcast(topic, Message(topic, @event, payload, json), ChannelDispatcher.Instance);
    }

    internal static Broadcast Message<T>(string topic, string @event, T payload, JsonSerializerOptions? json)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentException.ThrowIfNullOrEmpty(@event);
        json ??= (Scheduling.Executor.Current?.Process?.Services.GetService<IOptions<JsonOptions>>()?.Value ?? new JsonOptions()).SerializerOptions;
        return new Broadcast(topic, @event, new PayloadJson(json).Encode(payload));
    }
}
