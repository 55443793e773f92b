using System.Collections.Immutable;

namespace Zhar.Web;

/// <summary>One connection of a client: what its channels know of it.</summary>
public sealed class ConnectedSocket
{
    private ChannelContext[] _channels = [];
    private TaskCompletionSource? _room;
    private int _count;
    private int _heldBytes;

    internal ConnectedSocket(SocketHost host, Accepted accepted)
    {
        Host = host;
        Id = accepted.Id;
        Assigns = accepted.Assigns;
    }

    /// <summary>The id that <c>Connect</c> gave it, or <c>null</c>.</summary>
    public string? Id { get; }

    /// <summary>What <c>Connect</c> has assigned.</summary>
    public ImmutableDictionary<string, object?> Assigns { get; }

    /// <summary>The process of the connection.</summary>
    public Pid Pid { get; internal set; }

    /// <summary>How the client is connected: <c>websocket</c>, <c>longpoll</c> or <c>test</c>.</summary>
    public string TransportName => Transport.Name;

    internal SocketHost Host { get; }

    /// <summary>What the request has handed down that the connection came with: its process and those of its channels inherit it, though supervisors start them.</summary>
    internal ImmutableDictionary<object, object?>? Inherited { get; } = Process.InheritedHere;

    /// <summary>The format of its client; <c>null</c> is version 2.</summary>
    internal SocketSerializer? Serializer { get; init; }

    internal SocketTransport Transport { get; set; } = null!; // set before the connection's process starts

    /// <summary>A value that <c>Connect</c> has assigned.</summary>
    /// <exception cref="KeyNotFoundException">It has not.</exception>
    /// <exception cref="InvalidCastException">It has another type.</exception>
    public T Assigned<T>(string key) => Assigns.TryGetValue(key, out var value)
        ? (T)value!
        : throw new KeyNotFoundException($"The socket has no assign '{key}'. Add it where the client connects: Accept(id).Assign(\"{key}\", value).");

    // ---- the table of channels: changed by the connection's process, read by its transport ---------------------------

    internal int ChannelCount => Volatile.Read(ref _count);

    internal ChannelContext? Find(string topic)
    {
        lock (this)
        {
            for (var i = 0; i < _count; i++)
            {
                if (_channels[i].Topic == topic)
                    return _channels[i];
            }

            return null;
        }
    }

    internal ChannelContext? Find(Pid pid)
    {
        lock (this)
        {
            for (var i = 0; i < _count; i++)
            {
                if (_channels[i].Pid == pid)
                    return _channels[i];
            }

            return null;
        }
    }

    internal void Add(ChannelContext channel)
    {
        lock (this)
        {
            if (_count == _channels.Length)
                Array.Resize(ref _channels, Math.Max(1, _count * 2));
            _channels[_count++] = channel;
        }
    }

    internal void Remove(ChannelContext channel)
    {
        lock (this)
        {
            var at = Array.IndexOf(_channels, channel, 0, _count);
            if (at < 0)
                return;
            _channels[at] = _channels[--_count];
            _channels[_count] = null!; // beyond the count
        }
    }

    /// <summary>A channel whose join has taken too long, or <c>null</c>.</summary>
    internal ChannelContext? FindOverdue(long now)
    {
        var limit = (long)Host.Options.JoinTimeout.TotalMilliseconds;
        lock (this)
        {
            for (var i = 0; i < _count; i++)
            {
                if (_channels[i].Phase == ChannelContext.Step.Joining && _channels[i].JoinMessage is { } join && now - join.At >= limit)
                    return _channels[i];
            }

            return null;
        }
    }

    internal ChannelContext[] Channels()
    {
        lock (this)
            return _channels.AsSpan(0, _count).ToArray();
    }

    // ---- frames of the client ----------------------------------------------------------------------------------------

    /// <summary>Handles one frame. Frames of one client are handled one after the other, in their order.</summary>
    /// <exception cref="FrameFormatException">It is not of the protocol: the connection ends.</exception>
    internal ValueTask Receive(ReadOnlySpan<byte> frame, bool isBinary) => Handle(
        Serializer is { } other ? Decode(other, frame, isBinary) : isBinary ? V2Serializer.DecodeBinary(frame) : V2Serializer.DecodeText(frame));

    private static ClientMessage Decode(SocketSerializer serializer, ReadOnlySpan<byte> frame, bool isBinary)
    {
        try
        {
            var message = serializer.Decode(frame, isBinary);
            V2Serializer.CheckLengths(message);
            return new ClientMessage(message.JoinRef, message.Ref, message.Topic, message.Event, message.Payload.Bytes, message.Payload.IsBinary);
        }
        catch (FormatException e)
        {
            throw new FrameFormatException(e.Message, e);
        }
    }

    private ValueTask Handle(ClientMessage message)
    {
        switch (message.Event)
        {
            case "heartbeat" when message.Topic == "phoenix":
                Answer(null, message.Ref, message.Topic, "ok", PayloadJson.Empty);
                return default;
            case "phx_join":
                return Join(message);
        }

        if (Find(message.Topic) is not { } channel)
        {
            // A leave of what is gone already has reached its aim.
            if (message.Event == "phx_leave")
                Answer(message.JoinRef, message.Ref, message.Topic, "ok", PayloadJson.Empty);
            else
                Unmatched(message);
            return default;
        }

        // Of an earlier join of this topic: the client has given that up.
        if ((message.JoinRef is not null && message.JoinRef != channel.JoinRef) || channel.Phase == ChannelContext.Step.Leaving)
            return default;
        return channel.Deliver(message);
    }

    // ---- what waits to be handled ------------------------------------------------------------------------------------

    /// <summary>Counts bytes of a message that waits at a channel.</summary>
    internal void Hold(int bytes) => Interlocked.Add(ref _heldBytes, bytes);

    /// <summary>They wait no more.</summary>
    internal void Free(int bytes)
    {
        if (Interlocked.Add(ref _heldBytes, -bytes) <= Host.Options.MaxPendingBytes / 2 && Volatile.Read(ref _room) is not null)
            Interlocked.Exchange(ref _room, null)?.TrySetResult();
    }

    /// <summary>Waits while too many bytes wait at the channels: the client is then read no further.</summary>
    internal ValueTask Room() => Volatile.Read(ref _heldBytes) <= Host.Options.MaxPendingBytes ? default : new ValueTask(WaitForRoom());

    private Task WaitForRoom()
    {
        var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _room, room);

        // The last of them may have been taken up just before the line above.
        Interlocked.MemoryBarrier();
        Free(0);
        return room.Task;
    }

    private async ValueTask Join(ClientMessage message)
    {
        if (Host.Routes.Match(message.Topic, out var subtopic) is not { } definition)
        {
            Unmatched(message);
            return;
        }

        if (Find(message.Topic) is null && ChannelCount >= Host.Options.MaxChannels)
        {
            Host.Log.TooManyChannels(Host.Name, Host.Options.MaxChannels);
            Answer(message.JoinRef, message.Ref, message.Topic, "error", ErrorPayload.Of("too many channels joined"));
            return;
        }

        var channel = new ChannelContext(this, definition, message, subtopic);
        if (await new SocketServer.Ref(Pid).TryJoin(channel, Timeout.InfiniteTimeSpan).ConfigureAwait(false) is Error<bool> error)
        {
            Host.Log.JoinNotStarted(definition.Name, Shorten(message.Topic), error.Reason.ToString());
            Answer(message.JoinRef, message.Ref, message.Topic, "error", ErrorPayload.Of("join crashed"));
            channel.Close();
        }

        await Room().ConfigureAwait(false);
    }

    private void Unmatched(ClientMessage message)
    {
        Host.Log.UnmatchedTopic(Shorten(message.Event), Shorten(message.Topic), Host.Name);
        Answer(null, message.Ref, message.Topic, "error", ErrorPayload.Of("unmatched topic"));
    }

    internal void Answer<T>(string? joinRef, string? @ref, string topic, string status, T payload) =>
        Transport.Send(Reply(joinRef, @ref, topic, status, payload));

    // ---- frames for the client ---------------------------------------------------------------------------------------

    /// <summary>The frame of a push, in the client's format.</summary>
    internal Frame Push<T>(string? joinRef, string? @ref, string topic, string @event, T payload) => Serializer is null
        ? V2Serializer.Push(Host.Json, joinRef, @ref, topic, @event, payload)
        : Encode(new SocketMessage(joinRef, @ref, topic, @event, Host.Json.Encode(payload)));

    /// <summary>The frame of an answer, in the client's format.</summary>
    internal Frame Reply<T>(string? joinRef, string? @ref, string topic, string status, T payload) => Serializer is null
        ? V2Serializer.Reply(Host.Json, joinRef, @ref, topic, status, payload)
        : Encode(new SocketMessage(joinRef, @ref, topic, "phx_reply", Host.Json.Encode(payload)) { Status = status });

    private Frame Encode(SocketMessage message)
    {
        var (bytes, isBinary) = Serializer!.Encode(message); // asked for by the callers
        return new Frame(bytes, isBinary);
    }

    /// <summary>What a client has sent, for a line of the log: short, and on one line.</summary>
    internal static string Shorten(string text) => LogText.Of(text.Length <= 80 ? text : text[..80] + "…");
}
