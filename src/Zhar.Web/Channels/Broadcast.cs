namespace Zhar.Web;

/// <summary>An event that is broadcast on a topic. Clients of the topic's channels get it as a frame; other subscribers of the topic get this.</summary>
/// <remarks>Source: Phoenix.Socket.Broadcast.</remarks>
public sealed class Broadcast
{
    private Frame? _frame;

    internal Broadcast(string topic, string @event, Payload payload)
    {
        Topic = topic;
        Event = @event;
        Payload = payload;
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The event.</summary>
    public string Event { get; }

    /// <summary>The payload, encoded once.</summary>
    public Payload Payload { get; }

    /// <summary>The frame for all clients, encoded once.</summary>
    internal Frame Frame(PayloadJson json) => _frame ??= V2Serializer.Push(json, null, null, Topic, Event, Payload);

    /// <summary>Names the event.</summary>
    public override string ToString() => $"Broadcast {Event} on {Topic}";
}
