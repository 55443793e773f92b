using System.Text.Json;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The process that takes the bytes of one file: topic <c>lvu:</c> and the ref of the file. Source: Phoenix.LiveView.UploadChannel.</summary>
internal sealed partial class UploadChannel : GenServer<UploadChannel.Upload>, IChannelServer
{
    internal const string Topics = "lvu:*";

    private static readonly TimeSpan RegistrationTime = TimeSpan.FromSeconds(5);

    internal sealed class Upload(LiveHost host, ChannelContext channel)
    {
        internal LiveHost Host => host;

        internal ChannelContext Channel => channel;

        internal Pid View { get; set; }

        internal UploadEntry? Entry { get; set; }

        internal UploadWriter? Writer { get; set; }

        internal bool IsClosed { get; set; }

        internal TimerRef? Idle { get; set; }
    }

    internal sealed record JoinStep;

    internal sealed record Late;

    private Init<Upload> Init(LiveHost host, ChannelContext channel)
    {
        Process.TrapExit = true; // so that Terminate runs, and what nobody has taken goes
        channel.Pid = Self;
        Process.Link(channel.Socket.Pid);
        return Ok(new Upload(host, channel)).ThenContinue(new JoinStep());
    }

    // ---- join --------------------------------------------------------------------------------------------------------

    [Continue] private async Task<Next> OnJoin(JoinStep _)
    {
        var join = State.Channel.JoinMessage;
        var refusal = await Open(join);
        State.Channel.JoinMessage = null;
        if (refusal.Length == 0 && State.Channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Joined))
        {
            State.Channel.Reply(join?.Ref, "ok", PayloadJson.Empty);
            return NoReply;
        }

        State.Host.Log.UploadRefused(ConnectedSocket.Shorten(State.Channel.Topic), refusal);
        if (State.Channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Refused))
            State.Channel.Reply(join?.Ref, "error", ErrorPayload.Of(refusal));
        return Stop(ExitReason.ShutdownWith("join_refused"));
    }

    /// <summary>Asks the view for its file, and opens what takes it. Empty, or why not.</summary>
    private async Task<string> Open(JoinMessage? join)
    {
        if (Read(join) is not { } token || "lvu:" + token.Entry != State.Channel.Topic || State.Channel.Socket.Find("lv:" + token.View) is not { Phase: ChannelContext.Step.Joined } view)
            return "invalid_token";
        State.View = view.Pid;
        Process.Monitor(view.Pid);
        var registration = new UploadRegistration(token.Upload, token.Entry, Self);
        Process.Send(view.Pid, registration);
        string refusal;
        try
        {
            (State.Entry, refusal) = await registration.Done.Task.WaitAsync(RegistrationTime);
        }
        catch (TimeoutException)
        {
            return "disallowed";
        }

        if (State.Entry is not { } entry)
            return refusal;
        try
        {
            State.Writer = entry.Upload.Options.Writer?.Invoke(entry) ?? new TempFileWriter();
            await State.Writer.Open();
        }
        catch (Exception e) when (e is not ProcessExitException)
        {
            Fail(e);
            return "writer_error";
        }

        WaitForMore();
        return "";
    }

    private UploadToken? Read(JoinMessage? join)
    {
        if (join is not { IsBinary: false })
            return null;
        try
        {
            return LiveTokens.ReadUpload(State.Host, Params.FromJson(join.Payload.Span).Raw("token") as string);
        }
        catch (ParamsException)
        {
            return null;
        }
    }

    // ---- bytes -------------------------------------------------------------------------------------------------------

    async ValueTask IChannelServer.Handle(ChannelPush push)
    {
        if (push.Of != ChannelPush.Kind.In)
            return;
        State.Channel.Taken(push);
        switch (push.Event)
        {
            case "phx_leave":
                State.Channel.MoveTo(ChannelContext.Step.Leaving);
                push.Reply.Ok();
                Apply(Stop(ExitReason.ShutdownWith("left")));
                break;
            case "chunk" when State is { Entry: { } entry, Writer: { } writer, IsClosed: false } && push.Body.IsBinary:
                await Take(push, entry, writer);
                break;
            default:
                State.Host.Log.BadMessage(State.Channel.Topic, $"the event '{ConnectedSocket.Shorten(push.Event)}' is no chunk, or comes when none is expected");
                push.Reply.Error("unmatched event");
                Apply(Stop(ExitReason.ShutdownWith("unmatched_event")));
                break;
        }
    }

    void IChannelServer.End(ExitReason reason) => Apply(Stop(reason));

    private async ValueTask Take(ChannelPush push, UploadEntry entry, UploadWriter writer)
    {
        var bytes = push.Body.Bytes;
        var options = entry.Upload.Options;
        if (bytes.Length > options.ChunkBytes || entry.Received + bytes.Length > options.MaxFileBytes)
        {
            var isChunk = bytes.Length > options.ChunkBytes;
            var limit = isChunk ? options.ChunkBytes : options.MaxFileBytes;
            State.Host.Log.UploadTooLarge(ConnectedSocket.Shorten(State.Channel.Topic), isChunk ? "A chunk" : "The file", limit);
            push.Reply.Error(new UploadLimitPayload(isChunk ? "chunk_size_limit_exceeded" : "file_size_limit_exceeded", limit));
            Process.Send(State.View, new UploadFailure(entry, UploadErrors.TooLarge));
            Apply(Stop(ExitReason.ShutdownWith("too_large")));
            return;
        }

        try
        {
            await writer.Write(bytes);
        }
        catch (Exception e) when (e is not ProcessExitException)
        {
            Fail(e);
            push.Reply.Error("writer_error");
            Apply(Stop(ExitReason.ShutdownWith("writer_error")));
            return;
        }

        entry.Received += bytes.Length;
        if (entry.Received < entry.ClientSize)
            WaitForMore();
        else if (State.Idle is { } idle)
            Process.CancelTimer(idle);
        push.Reply.Ok();
    }

    private void WaitForMore()
    {
        if (State.Idle is { } idle)
            Process.CancelTimer(idle);
        State.Idle = Process.SendAfter(Self, State.Entry!.Upload.Options.ChunkTimeout, new Late()); // registered
    }

    [Info] private Next OnLate(Late _)
    {
        if (State.Entry is not { } entry || entry.Received >= entry.ClientSize)
            return NoReply;
        State.Host.Log.UploadLate(ConnectedSocket.Shorten(State.Channel.Topic), entry.Upload.Options.ChunkTimeout);
        Process.Send(State.View, new UploadFailure(entry, UploadErrors.Interrupted));
        return Stop(ExitReason.ShutdownWith("late"));
    }

    // ---- the end -----------------------------------------------------------------------------------------------------

    [Info] private async Task OnFinish(UploadFinish finish)
    {
        try
        {
            await Close(isCancelled: false);
            finish.Done.TrySetResult(State.Writer);
        }
        catch (Exception e) when (e is not ProcessExitException)
        {
            Fail(e);
            finish.Done.TrySetResult(null);
        }
    }

    [Info] private Next OnConnectionGone(Exit exit) => Stop(ExitReason.ShutdownWith("connection_gone"));

    [Info] private Next OnViewGone(Down down) => Stop(ExitReason.ShutdownWith("view_gone"));

    protected override async ValueTask Terminate(ExitReason reason)
    {
        if (State.Writer is not { } writer)
            return;
        try
        {
            await Close(isCancelled: true);
        }
        finally
        {
            writer.Discard();
        }
    }

    private async ValueTask Close(bool isCancelled)
    {
        if (State.IsClosed || State.Writer is not { } writer)
            return;
        State.IsClosed = true;
        await writer.Close(isCancelled);
    }

    private void Fail(Exception exception)
    {
        State.Host.Log.UploadWriterFailed(exception, ConnectedSocket.Shorten(State.Channel.Topic));
        if (State.Entry is { } entry)
            Process.Send(State.View, new UploadFailure(entry, UploadErrors.WriterFailure));
    }
}

/// <summary>More bytes than are allowed.</summary>
internal sealed class UploadLimitPayload(string reason, long limit) : IFramePayload
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("reason"u8, reason);
        writer.WriteNumber("limit"u8, limit);
        writer.WriteEndObject();
    }
}
