using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Zhar.Live.Diffs;
using Zhar.Runtime;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The view as a process: mount, messages of the page, messages of other processes, and what goes out after each.</summary>
public abstract partial class LiveView<TState> : IChannelServer, ILiveServer
{
    private const int MaxPatches = 20;

#pragma warning disable ZHAR0011
    private bool _mounted;
#pragma warning restore ZHAR0011

    LiveSocket ILiveServer.Socket => _socket;

    // The handlers of the class may all be synchronous: its hooks, policies and components need not.
    internal sealed override bool MayAwait => true;

    // ---- mount -------------------------------------------------------------------------------------------------------

    private async ValueTask RunMount()
    {
        var started = Stopwatch.GetTimestamp();
        var result = "error";
        using var activity = LiveTelemetry.Begin(LiveTelemetry.Mount, _socket.Definition.Name);
        try
        {
            if (_socket.Dead is { } dead)
                result = await MountDead(dead, activity);
            else
                result = await MountConnected(_socket.Join!, activity); // one of both is there
        }
        catch (Exception e) when (LiveTelemetry.Failed(LiveTelemetry.Mount, activity, _socket.Definition.Name, e))
        {
            throw;
        }
        finally
        {
            LiveTelemetry.Mounted(started, _socket.Definition.Name, Connected, result);
            var level = LogAt ?? LogLevel.Information;
            if (_socket.Host.Log.IsEnabled(level))
                _socket.Host.Log.Mounted(level, _socket.Definition.Name, _socket.Uri.IsAbsoluteUri ? _socket.Host.PathForLog(_socket.Uri) : "", Stopwatch.GetElapsedTime(started).TotalMilliseconds, Connected);
        }
    }

    /// <summary>Makes the first HTML. A fault is the request's: its error page shows it.</summary>
    private async ValueTask<string> MountDead(DeadRender dead, Activity? activity)
    {
        try
        {
            var html = default(Html);
            if (await MountAndParams() && _socket.Navigation is null)
            {
                html = Layout(Render(State));
                if (ComponentPlaces.Has(html.Node))
                    await _socket.OpenComponents().MakeAll(html.Node);
                _socket.Hooks.AfterRender(_socket);
            }

            dead.Done.TrySetResult(new DeadResult(html, Container));
        }
        catch (Exception e) when (e is not ProcessExitException)
        {
            LiveTelemetry.Failed(LiveTelemetry.Mount, activity, _socket.Definition.Name, e);
            dead.Done.TrySetException(e);
            Apply(Stop(ExitReason.ShutdownWith("rendered")));
            return "error";
        }
        catch (ProcessExitException e)
        {
            dead.Done.TrySetException(e);
            throw;
        }

        Apply(Stop(ExitReason.ShutdownWith("rendered")));
        return _socket.Navigation is null ? "ok" : "redirect";
    }

    private async ValueTask<string> MountConnected(JoinRequest join, Activity? activity)
    {
        var channel = _socket.Channel!; // connected
        LiveNavigation? patch = null;
        byte[]? rendered = null;
        try
        {
            if (join.Entry is { } entry && !await LiveAuthorization.IsAllowed(_socket.Host, entry, _socket.User))
            {
                RefuseJoin(channel, join, ErrorPayload.Of(LiveJoin.Unauthorized));
                return "unauthorized";
            }

            var goesOn = await MountAndParams();
            if (goesOn)
                patch = await FollowPatches(announce: false);
            if (_socket.Navigation is { } navigation)
            {
                RefuseJoin(channel, join, new NavigationPayload(navigation, FlashToken(), wrap: true, _socket.Events));
                return "redirect";
            }

            _socket.Session = null;
            _socket.TitleChanged = _socket.PageTitle is not null;
            rendered = await RenderDiff(null);
        }
        catch (Exception e) when (e is IHttpStatus { StatusCode: >= 400 and < 500 })
        {
            // What is not there for this user: the browser asks by a request, and gets the page of that status.
            var status = ((IHttpStatus)e).StatusCode;
            LiveTelemetry.Failed(LiveTelemetry.Mount, activity, _socket.Definition.Name, e);
            _socket.Host.Log.MountFailed(e, _socket.Definition.Name);
            RefuseJoin(channel, join, new ReloadPayload(status, LiveTokens.SignReload(_socket.Host.Keys, status)));
            return "error";
        }

        channel.JoinMessage = null;
        _socket.Join = null;
        if (!channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Joined))
        {
            Apply(Stop(ExitReason.ShutdownWith("join_refused")));
            return "late";
        }

        _mounted = true;
        channel.Reply(join.Ref, "ok", new JoinReply(rendered, join.IsNavigation ? Container : null, patch));
        if (_socket.Navigation is not null)
            await FinishAndNavigate(null, null); // a component has sent the browser elsewhere
        return "ok";
    }

    private void RefuseJoin<T>(ChannelContext channel, JoinRequest join, T payload)
    {
        channel.JoinMessage = null;
        if (channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Refused))
            channel.Reply(join.Ref, "error", payload);
        Apply(Stop(ExitReason.ShutdownWith("join_refused")));
    }

    /// <summary>Hooks, <c>Mount</c> and <c>HandleParams</c>. False: the browser goes elsewhere.</summary>
    private async ValueTask<bool> MountAndParams()
    {
        var session = _socket.Session!; // there until the end of the mount
        var p = _socket.Params;
        var own = _socket.Host.OnMountOf(_socket.Definition);
        foreach (var entry in _socket.Route is { } route ? route.Session.OnMountHooks.Concat(own) : own)
        {
            Apply((await entry.Get(_socket.Services).OnMount(_socket, p, session)).Next);
            if (_socket.Navigation is not null)
                return false;
        }

        var mount = await Mount(p, session);
        Apply(mount.Action.Next);
        if (mount.HasState)
            State = mount.State!;
        if (Connected && mount.HasState && Persisted is { } persisted)
        {
            _persisted = persisted;
            State = persisted.Restore(_socket, State);
        }

        if (_socket.Navigation is { Kind: not LiveNavigationKind.Patch })
            return false;
        if (!mount.HasState)
            throw new InvalidOperationException($"Mount of {GetType().Name} returned neither a state nor a redirect. Return the first state: return new {typeof(TState).Name}(…);");
        if (_socket.Route is not null)
            await CallHandleParams(p);
        return _socket.Navigation is null or { Kind: LiveNavigationKind.Patch };
    }

    private async ValueTask CallHandleParams(Params p)
    {
        var started = Stopwatch.GetTimestamp();
        using var activity = LiveTelemetry.Begin(LiveTelemetry.HandleParams, _socket.Definition.Name);
        _socket.Params = p;
        _socket.RendersComponentsOnly = false;
        try
        {
            if (_socket.Hooks.IsEmpty || await _socket.Hooks.OnParams(_socket, p, _socket.Uri))
                Apply((await HandleParams(p, _socket.Uri)).Next);
        }
        catch (Exception e) when (LiveTelemetry.Failed(LiveTelemetry.HandleParams, activity, _socket.Definition.Name, e))
        {
            throw;
        }

        LiveTelemetry.HandledParams(started, _socket.Definition.Name);
    }

    // ---- messages of the page ----------------------------------------------------------------------------------------

    async ValueTask IChannelServer.Handle(ChannelPush push)
    {
        if (push.Of != ChannelPush.Kind.In)
            return;
        _socket.Channel!.Taken(push); // pushes come through a channel
        if (!_mounted)
            return;
        switch (push.Event)
        {
            case "phx_leave":
                _socket.Channel.MoveTo(ChannelContext.Step.Leaving);
                push.Reply.Ok();
                Apply(Stop(ExitReason.ShutdownWith("left")));
                break;
            case "event":
                await OnEvent(push);
                break;
            case "live_patch":
                await OnPatch(push);
                break;
            default:
                await OnOther(push);
                break;
        }
    }

    void IChannelServer.End(ExitReason reason) => Apply(Stop(reason));

    private async ValueTask OnEvent(ChannelPush push)
    {
        if (EventReader.Read(push, out var error) is not { } liveEvent)
        {
            _socket.Host.Log.BadMessage(_socket.Definition.Name, error);
            push.Reply.Error("invalid payload");
            return;
        }

        var started = Stopwatch.GetTimestamp();
        using (var activity = LiveTelemetry.Begin(LiveTelemetry.HandleEvent, _socket.Definition.Name))
        {
            activity?.SetTag("event", liveEvent.Name);
            LiveAction action;
            try
            {
                action = await Handle(liveEvent);
            }
            catch (Exception e) when (LiveTelemetry.Failed(LiveTelemetry.HandleEvent, activity, _socket.Definition.Name, e))
            {
                throw;
            }

            Apply(action.Next);
            LiveTelemetry.HandledEvent(started, _socket.Definition, liveEvent.Name);
            var level = LogAt ?? LogLevel.Debug;
            if (_socket.Host.Log.IsEnabled(level))
            {
                _socket.Host.Log.HandledEvent(level, ConnectedSocket.Shorten(liveEvent.Name), _socket.Definition.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                    new ParamsFilter(_socket.Host.Endpoint.Options.FilterParameters).Show(liveEvent.Params));
            }

            await Finish(push.Ref, action.ReplyPayload ?? _socket.TakeReply());
        }
    }

    private async ValueTask<LiveAction> Handle(LiveEvent liveEvent)
    {
        if (liveEvent.Name == "lv:clear-flash")
        {
            _socket.ClearFlash(liveEvent.Params.Raw("key") as string);
            return default;
        }

        if (!_socket.Hooks.IsEmpty && !await _socket.Hooks.OnEvent(_socket, liveEvent))
            return default;
        if (liveEvent.ComponentId is not { } cid)
        {
            Choose(liveEvent);
            _socket.RendersComponentsOnly = false;
            return await DispatchEvent(liveEvent);
        }

        if (_socket.Components is { } components && components.TryFind(cid, out var entry))
        {
            components.Change(entry);
            Choose(liveEvent);
            return await HandleIn(entry, liveEvent);
        }

        _socket.Host.Log.UnknownComponent(_socket.Definition.Name, ConnectedSocket.Shorten(liveEvent.Name), cid);
        return default;
    }

    private void Choose(LiveEvent liveEvent)
    {
        if (liveEvent.Uploads is { } chosen)
            _socket.Uploads?.Put(chosen);
    }

    private static async ValueTask<LiveAction> HandleIn(ComponentEntry entry, LiveEvent liveEvent)
    {
        var started = Stopwatch.GetTimestamp();
        using var activity = LiveTelemetry.BeginIn(LiveTelemetry.ComponentHandleEvent, entry);
        activity?.SetTag("event", liveEvent.Name);
        LiveAction action;
        try
        {
            action = await entry.Component.Take(liveEvent);
        }
        catch (Exception e) when (LiveTelemetry.FailedIn(LiveTelemetry.ComponentHandleEvent, activity, entry, e))
        {
            throw;
        }

        LiveTelemetry.HandledEventIn(started, entry, liveEvent.Name);
        return action;
    }

    /// <summary>A link or the browser's history changed the address.</summary>
    private async ValueTask OnPatch(ChannelPush push)
    {
        if (_socket.Route is not { } route || !push.TryGet<string>("url", out var url) || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || !LiveJoin.IsHttp(uri))
        {
            push.Reply.Error("invalid payload");
            return;
        }

        if (!TryMatch(uri, out var match) || match.Route.Definition != route.Definition || match.Route.Session != route.Session ||
            !await LiveAuthorization.IsAllowed(_socket.Host, match.Entry, _socket.User))
        {
            _socket.Channel!.Reply(push.Ref, "ok", LivePayloads.LinkRedirect);
            return;
        }

        _socket.ClearFlash();
        _socket.Uri = uri;
        _socket.Route = match.Route;
        await CallHandleParams(match.Params);
        await Finish(push.Ref, null);
    }

    private bool TryMatch(Uri uri, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LiveMatch? match)
    {
        try
        {
            match = _socket.Host.Match(uri);
        }
        catch (ParamsException)
        {
            match = null;
        }

        return match is not null;
    }

    /// <summary>What components and uploads of the page say.</summary>
    private ValueTask OnOther(ChannelPush push)
    {
        switch (push.Event)
        {
            case "cids_will_destroy" or "cids_destroyed":
                OnComponentsLeave(push);
                break;
            case "allow_upload" or "progress":
                return OnUpload(push);
            default:
                _socket.Host.Log.BadMessage(_socket.Definition.Name, $"the event '{ConnectedSocket.Shorten(push.Event)}' is none of the protocol");
                push.Reply.Error("unmatched event");
                break;
        }

        return default;
    }

    private async ValueTask OnUpload(ChannelPush push)
    {
        try
        {
            if (push.Event == "progress")
                await (_socket.Uploads?.Progress(push) ?? default);
            else
                _socket.ReplyFields = _socket.Uploads is { } uploads ? await uploads.Preflight(push) : null;
        }
        catch (ParamsException e)
        {
            _socket.Host.Log.BadMessage(_socket.Definition.Name, e.Message);
            push.Reply.Error("invalid payload");
            return;
        }

        if (push.Event == "allow_upload" && _socket.ReplyFields is null)
        {
            _socket.Host.Log.BadMessage(_socket.Definition.Name, "it asks to send files for an upload that is not allowed");
            push.Reply.Error("disallowed");
            return;
        }

        await Finish(push.Ref, null);
    }

    private void OnComponentsLeave(ChannelPush push)
    {
        List<int> cids = [];
        try
        {
            foreach (var cid in push.Body.ToParams().List("cids"))
                cids.Add(int.Parse(cid, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is ParamsException or FormatException or OverflowException)
        {
            _socket.Host.Log.BadMessage(_socket.Definition.Name, $"'cids' of {push.Event} is no list of numbers");
            push.Reply.Error("invalid payload");
            return;
        }

        if (push.Event == "cids_will_destroy")
        {
            _socket.Components?.MarkLeaving(cids);
            push.Reply.Ok();
            return;
        }

        _socket.Channel!.Reply(push.Ref, "ok", new CidsPayload(_socket.Components?.Delete(cids) ?? []));
    }

    // ---- messages of other processes ---------------------------------------------------------------------------------

    internal sealed override ValueTask OnMessage(object message)
    {
        if (message is LiveMessage own)
            return RunOwn(own);
        if (!_socket.Hooks.IsEmpty)
            return WithHooks(message);
        var pending = base.OnMessage(message);
        if (!pending.IsCompletedSuccessfully)
            return Rerender(pending);
        return AfterMessage();
    }

    internal sealed override ValueTask OnServerMessage(ServerMessage message)
    {
        var pending = base.OnServerMessage(message);
        if (message is ChannelPush or ChannelStop)
            return pending;
        return pending.IsCompletedSuccessfully ? AfterMessage() : Rerender(pending);
    }

    // The page of a request has no end of its own: what Terminate undoes was only done for a connected one.
    internal sealed override ValueTask OnTerminate(ExitReason reason) => Connected && _mounted ? base.OnTerminate(reason) : default;

    private async ValueTask RunOwn(LiveMessage message)
    {
        await message.Run(this);
        await AfterMessage();
    }

    private async ValueTask WithHooks(object message)
    {
        if (await _socket.Hooks.OnInfo(_socket, message))
            await base.OnMessage(message);
        await AfterMessage();
    }

    private async ValueTask Rerender(ValueTask pending)
    {
        await pending;
        await AfterMessage();
    }

    private ValueTask AfterMessage() => _mounted ? Finish(null, null) : default;

    ValueTask ILiveServer.Patch(LiveNavigation navigation)
    {
        _socket.Navigation ??= navigation;
        return default;
    }

    Html ILiveServer.RenderPage() => Layout(Render(State));

    ValueTask ILiveServer.Finish(string? reference, Payload? reply) => Finish(reference, reply);

    // ---- what goes out -----------------------------------------------------------------------------------------------

    /// <summary>Sends what has changed, or where the page goes.</summary>
    private ValueTask Finish(string? reference, Payload? reply)
    {
        if (_socket.Navigation is not null)
            return FinishAndNavigate(reference, reply);
        return Send(reference, reply);
    }

    private async ValueTask FinishAndNavigate(string? reference, Payload? reply)
    {
        await FollowPatches(announce: true);
        if (_socket.Navigation is { } navigation)
            Leave(reference, navigation);
        else
            await Send(reference, reply);
    }

    private async ValueTask Send(string? reference, Payload? reply)
    {
        Send(reference, await RenderDiff(reply));

        // A component that was mounted or updated may have sent the browser elsewhere.
        if (_socket.Navigation is not null)
            await FinishAndNavigate(null, null);
    }

    private void Send(string? reference, byte[]? diff)
    {
        if (reference is not null)
        {
            _socket.Channel!.Reply(reference, "ok", new DiffReply(diff, _socket.ReplyFields)); // only connected views send
            _socket.ReplyFields = null;
        }
        else if (diff is not null)
            Push("diff", new Payload(diff, isBinary: false));
    }

    /// <summary>Changes the address as often as <c>HandleParams</c> asks for it. The last change, if there was one.</summary>
    private async ValueTask<LiveNavigation?> FollowPatches(bool announce)
    {
        LiveNavigation? last = null;
        for (var i = 0; _socket.Navigation is { Kind: LiveNavigationKind.Patch } patch; i++)
        {
            if (i == MaxPatches)
                throw new InvalidOperationException($"{GetType().Name} has changed its address {MaxPatches} times in a row, last to \"{patch.To}\". HandleParams patches to an address for which it patches again.");
            _socket.Navigation = null;
            if (_socket.Route is not { } route)
            {
                Delegate(patch);
                return null;
            }

            var uri = new Uri(_socket.Uri, patch.To);
            if (!TryMatch(uri, out var match) || match.Route.Definition != route.Definition || match.Route.Session != route.Session)
                throw new InvalidOperationException($"PushPatch to \"{patch.To}\" leads away from {GetType().Name}. To go to another view: PushNavigate(\"{patch.To}\").");
            if (announce)
                Push("live_patch", new NavigationPayload(patch, null, wrap: false));
            last = patch;
            _socket.Uri = uri;
            _socket.Route = match.Route;
            await CallHandleParams(match.Params);
        }

        return last;
    }

    /// <summary>A view inside another one has no address: the outermost one changes it.</summary>
    private void Delegate(LiveNavigation patch)
    {
        if (_socket.Channel?.Socket.Find("lv:" + _socket.RootId) is { Phase: ChannelContext.Step.Joined } root && _socket.RootId != _socket.Id)
            Process.Send(root.Pid, new DelegatedPatch(patch));
        else
            throw new InvalidOperationException($"{GetType().Name} has no address of its own, and no view around it that has one. Use PushNavigate or Redirect.");
    }

    private void Leave(string? reference, LiveNavigation navigation)
    {
        var channel = _socket.Channel!; // only connected views send
        if (_socket.Events.Count > 0)
        {
            using var writer = DiffWriter.Rent();
            LivePayloads.WriteEvents(writer, _socket.Events);
            if (writer.Finish() is { } events)
                Push("diff", new Payload(events, isBinary: false));
        }

        var payload = new NavigationPayload(navigation, FlashToken(), wrap: reference is not null);
        if (reference is not null)
            channel.Reply(reference, "ok", payload);
        else
            Push(payload.Name, payload);

        // A navigation replaces the routed view and what stands in it; one that stands alone, as a sticky one does, stays in the page.
        if (navigation.Kind == LiveNavigationKind.Navigate && _socket.Route is null && _socket.ParentId is null)
            _socket.LeaveBehind();
        else
            Apply(Stop(ExitReason.ShutdownWith(payload.Name)));
    }

    private void Push<T>(string name, T payload)
    {
        var channel = _socket.Channel!; // only connected views send
        channel.Socket.Transport.Send(V2Serializer.Push(channel.Socket.Host.Json, channel.JoinRef, null, channel.Topic, name, payload));
    }

    private string? FlashToken() => _socket.Flash.Count > 0 ? LiveTokens.SignFlash(_socket.Host, _socket.Flash) : null;

    /// <summary>Renders and compares. <c>null</c>: nothing has changed.</summary>
    private async ValueTask<byte[]?> RenderDiff(Payload? reply)
    {
        using var activity = LiveTelemetry.Begin(LiveTelemetry.Render, _socket.Definition.Name);
        try
        {
            return await WriteDiff(reply);
        }
        catch (Exception e) when (LiveTelemetry.Failed(LiveTelemetry.Render, activity, _socket.Definition.Name, e))
        {
            throw;
        }
    }

    private ValueTask<byte[]?> WriteDiff(Payload? reply)
    {
        var started = LiveTelemetry.MeasuresRenders ? Stopwatch.GetTimestamp() : 0;
        var writer = DiffWriter.Rent();
        var waits = false;
        try
        {
            writer.Owner = _socket;
            if (_socket.RendersComponentsOnly)
                _socket.Components?.Begin();
            else
                _rendered.WriteView(writer, Layout(Render(State)));
            waits = _socket.Components is { HasWork: true };
            return waits ? RenderComponents(writer, reply, started) : new(EndDiff(writer, reply, started));
        }
        finally
        {
            if (!waits)
                writer.Dispose();
        }
    }

    private async ValueTask<byte[]?> RenderComponents(DiffWriter writer, Payload? reply, long started)
    {
        using (writer)
        {
            await RenderedTree.WriteComponents(writer, _socket.Components!); // has work
            return EndDiff(writer, reply, started);
        }
    }

    /// <summary>Writes what goes beside the trees, and ends the diff.</summary>
    private byte[]? EndDiff(DiffWriter writer, Payload? reply, long started)
    {
        if (!_socket.Hooks.IsEmpty)
            _socket.Hooks.AfterRender(_socket);
        if (!_socket.RendersComponentsOnly)
            State = AfterRender(State);
        _socket.RendersComponentsOnly = false;
        if (_socket.TitleChanged)
        {
            _socket.TitleChanged = false;
            writer.Json.WriteString(Keys.Title, _socket.PageTitle ?? "");
        }

        _persisted?.Keep(_socket, State);
        LivePayloads.WriteEvents(writer, _socket.Events);
        _socket.DropEvents();
        if (reply is not null)
        {
            writer.Json.WritePropertyName(Keys.Reply);
            writer.Json.WriteRawValue(reply.Bytes.Span, skipInputValidation: true);
        }

        var diff = writer.Finish();
        if (started != 0)
            LiveTelemetry.Rendered(started, _socket.Definition.Name, diff?.Length ?? 0);
        return diff;
    }
}
