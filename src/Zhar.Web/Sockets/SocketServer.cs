namespace Zhar.Web;

/// <summary>The process of one connection: it starts the channels, announces their ends, and dies with the transport.</summary>
internal sealed partial class SocketServer : GenServer<ConnectedSocket>
{
    private static readonly TimeSpan ReplaceTimeout = TimeSpan.FromSeconds(5);

    private Init<ConnectedSocket> Init(ConnectedSocket socket)
    {
        Process.TrapExit = true;
        socket.Pid = Self;
        Process.Inherit(socket.Inherited);
        if (socket.Id is { } id)
            socket.Host.Options.PubSub.Subscribe(id);
        socket.Host.Add(socket);
        if (socket.Host.IsDraining)
            new Ref(Self).Drain(); // it came between the last look at who may connect and the first batch
        return Ok(socket);
    }

    /// <summary>Starts a channel. It answers its join itself, or its end is the answer.</summary>
    [Call] private async ValueTask<bool> Join([Transfer] ChannelContext channel)
    {
        if (State.Find(channel.Topic) is { } old)
            await Replace(old);
        channel.Spec = channel.Definition.Prepare?.Invoke(channel);
        State.Add(channel);
        var started = await Supervisor.StartChild(State.Host.ChannelSupervisor, channel);
        channel.Spec = null;
        if (started is StartFailed failed)
        {
            State.Remove(channel);
            channel.Close();
            State.Host.Log.JoinNotStarted(channel.Definition.Name, ConnectedSocket.Shorten(channel.Topic), failed.Reason.ToString());
            if (channel.JoinMessage is { } message)
                channel.Reply(message.Ref, "error", ErrorPayload.Of("join crashed"));
        }

        return true;
    }

    /// <summary>The transport has ended.</summary>
    [Cast] private Next Closed() => Stop(ExitReason.Normal);

    /// <summary>The server stops: the client may connect to another one.</summary>
    [Cast] private Next Drain() => Stop(ExitReason.ShutdownWith("drain"));

    [Info] private void OnExit(Exit exit)
    {
        if (State.Find(exit.From) is not { } channel)
            return;
        var phase = channel.Phase;
        var join = channel.JoinMessage;
        State.Remove(channel);
        channel.Close();
        switch (phase)
        {
            case ChannelContext.Step.Joining:
                channel.Reply(join?.Ref, "error", ErrorPayload.Of("join crashed"));
                break;
            case ChannelContext.Step.Joined or ChannelContext.Step.Leaving:
                Announce(channel, exit.Reason);
                break;
        }
    }

    /// <summary>The join has taken too long. Sent by the host, which looks at all of them from time to time: a timer for each would weigh on every connection.</summary>
    [Cast] private void Overdue([Transfer] ChannelContext channel)
    {
        if (!channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Refused))
            return;
        State.Host.Log.JoinTimedOut(channel.Definition.Name, ConnectedSocket.Shorten(channel.Topic), State.Host.Options.JoinTimeout);
        channel.Reply(channel.JoinMessage?.Ref, "error", ErrorPayload.Of("join timeout"));
        Process.Exit(channel.Pid, ExitReason.Kill);
    }

    [Info] private void OnBroadcast(Broadcast broadcast)
    {
        if (broadcast.Event == "disconnect")
            State.Transport.Close(CloseCodes.GoingAway, "disconnect");
    }

    protected override ValueTask Terminate(ExitReason reason)
    {
        State.Host.Remove(State);
        State.Transport.Close(CloseCodes.ServiceRestart, reason.IsNormal ? "closed" : "restart");
        if (!reason.IsNormal)
            SocketTelemetry.Drained(State.Host.Name, State.TransportName);
        foreach (var channel in State.Channels())
        {
            // One that is still in its Join has nothing to clean up, and might hang there for ever.
            if (channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Leaving))
                Process.Exit(channel.Pid, ExitReason.Kill);
            else
                new ChannelStop(ExitReason.ShutdownWith("closed")).Cast(channel.Pid);
            channel.Close();
        }

        return default;
    }

    /// <summary>The client joins a topic again: the old channel has to be gone before the new one starts.</summary>
    private async ValueTask Replace(ChannelContext old)
    {
        old.MoveTo(ChannelContext.Step.Leaving);
        State.Remove(old);
        new ChannelStop(ExitReason.ShutdownWith("duplicate_join")).Cast(old.Pid);
        var exit = await Process.Receive<Exit>(ReplaceTimeout, e => e.From == old.Pid);
        if (exit is null)
        {
            Process.Exit(old.Pid, ExitReason.Kill);
            exit = await Process.Receive<Exit>(e => e.From == old.Pid);
        }

        old.Close();
        Announce(old, ExitReason.Shutdown);
    }

    private void Announce(ChannelContext channel, ExitReason reason) => State.Transport.Send(reason.IsClean
        ? State.Push(channel.JoinRef, channel.JoinRef, channel.Topic, "phx_close", PayloadJson.Empty)
        : State.Push(channel.JoinRef, channel.JoinRef, channel.Topic, "phx_error", ErrorPayload.Of("channel_crash")));
}
