namespace Zhar.Web;

/// <summary>An event that is broadcast on a topic. Clients of the topic's channels get it as a frame; other subscribers of the topic get this.</summary>
/// <remarks>Source: Phoenix.Socket.Broadcast.</remarks>
public sealed class Broadcast
{
    private Frame? _frame;
    private Other? _other;

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

    /// <summary>The frame for all clients that speak as this one does, encoded once.</summary>
    internal Frame Frame(ConnectedSocket socket) => socket.Serializer is { } other ? OtherFrame(other) : _frame ??= V2Serializer.Push(socket.Host.Json, null, null, Topic, Event, Payload);

    /// <summary>Names the event.</summary>
    public override string ToString() => $"Broadcast {Event} on {Topic}";

    private Frame OtherFrame(SocketSerializer serializer)
    {
        if (_other is { } known && known.Serializer == serializer)
            return known.Frame;
        var (bytes, isBinary) = serializer.Encode(new SocketMessage(null, null, Topic, Event, Payload));
        return (_other = new Other(serializer, new Frame(bytes, isBinary))).Frame;
    }

    private sealed record Other(SocketSerializer Serializer, Frame Frame);
}
