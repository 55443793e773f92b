using System.Collections.Immutable;
using Zhar;

namespace WorkerPool;

/// <summary>Keeps the last messages of a room and tells everybody who subscribed to its topic.</summary>
public sealed partial class ChatRoom : GenServer<ChatRoom.Room>
{
    public sealed record Message(string Author, string Text);

    public sealed record Room(string Topic, ImmutableList<Message> Messages);

    private const int Kept = 100;

    private Init<Room> Init(string topic) => Ok(new Room(topic, []));

    [Cast]
    private void Say(string author, string text)
    {
        var message = new Message(author, text);
        var messages = State.Messages.Add(message);
        State = State with { Messages = messages.Count > Kept ? messages.RemoveAt(0) : messages };
        PubSub.Broadcast(State.Topic, message);
    }

    [Call]
    private ImmutableList<Message> Messages() => State.Messages;
}
