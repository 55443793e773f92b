using Zhar.Runtime;

namespace Zhar;

/// <summary>The process behind an <see cref="EventManager"/>. Its state is the list of handlers, newest first.</summary>
internal sealed class EventManagerServer : GenServer<List<EventManagerServer.Entry>>
{
    internal override string ModuleName => typeof(EventManager).FullName!;

    internal ValueTask Begin()
    {
        Process.TrapExit = true;
        return AcceptInit(Ok([]));
    }

    /// <inheritdoc/>
    protected override object? FormatStatus(object? state) => string.Join(", ", State);

    /// <inheritdoc/>
    protected override async ValueTask DispatchInfo(object message)
    {
        if (message is Exit exit && State.Exists(e => e.Owner?.Pid == exit.From))
        {
            foreach (var entry in State.Where(e => e.Owner?.Pid == exit.From).ToArray())
                await Remove(entry, new HandlerEnd.OwnerEnded(exit.Reason), null);
            return;
        }

        await ForAll(message, static (handler, m) => handler.HandleInfo(m));
    }

    /// <inheritdoc/>
    protected override async ValueTask Terminate(ExitReason reason)
    {
        foreach (var entry in State.ToArray())
            await Remove(entry, new HandlerEnd.ManagerStopped(reason), ExitReason.Shutdown);
    }

    // ---- events ------------------------------------------------------------------------------------------------------

    /// <summary>Calls the handlers that are there now, newest first. One that a callback adds does not see this event.</summary>
    private async ValueTask ForAll(object e, Func<GenEventHandler, object, ValueTask<HandlerResult>> callback)
    {
        foreach (var entry in State.ToArray())
        {
            if (!State.Contains(entry))
                continue;
            HandlerResult result;
            try
            {
                result = await callback(entry.Handler, e);
            }
            catch (Exception fault) when (!Core.IsExiting)
            {
                await Fail(entry, e, fault);
                continue;
            }

            await Apply(entry, result);
        }
    }

    private async ValueTask<Result<object?>> CallHandler(object id, object request)
    {
        if (State.Find(e => Equals(e.Id, id)) is not { } entry)
            return new Error<object?>(ExitReason.Of("bad_module"));
        HandlerResult result;
        try
        {
            result = await entry.Handler.HandleCall(request);
        }
        catch (Exception fault) when (!Core.IsExiting)
        {
            await Fail(entry, request, fault);
            return new Error<object?>(ExitReason.Error(fault));
        }

        await Apply(entry, result);
        return new Ok<object?>(result.ReplyValue);
    }

    private async ValueTask Apply(Entry entry, HandlerResult result)
    {
        if (result.Successor is { } successor)
            await Swap(entry, result.Argument, successor, result.SuccessorId ?? successor.GetType(), entry.Owner);
        else if (result.Removes)
            await Remove(entry, HandlerEnd.Removed.Instance, ExitReason.Normal);
    }

    private async ValueTask Fail(Entry entry, object lastEvent, Exception fault)
    {
        var reason = ExitReason.Error(fault);
        Core.Node.Log.EventHandlerCrash(fault, Core.DisplayName, entry.Id.ToString()!, reason.ToString(), lastEvent.ToString() ?? "", entry.Handler.StateObject?.ToString() ?? "-");
        await Remove(entry, new HandlerEnd.Failed(reason), reason);
    }

    // ---- the set of handlers -----------------------------------------------------------------------------------------

    private async ValueTask<Result<Unit>> Add(GenEventHandler handler, object id, ProcessCore? owner, bool swapped = false, object? previous = null)
    {
        if (State.Exists(e => Equals(e.Id, id)))
            return new Error<Unit>(ExitReason.Of("already_added", id));
        try
        {
            await (swapped ? handler.InitSwapped(previous) : handler.Init());
        }
        catch (Exception fault) when (!Core.IsExiting)
        {
            return new Error<Unit>(ExitReason.Error(fault));
        }

        var entry = new Entry(id, handler, owner);
        State.Insert(0, entry);
        if (owner is not null && !Core.TryLink(owner))
            await Remove(entry, new HandlerEnd.OwnerEnded(ExitReason.NoProc), null);
        return new Ok<Unit>(default);
    }

    private async ValueTask<Result<object?>> Delete(object id, object? argument) => State.Find(e => Equals(e.Id, id)) is { } entry
        ? new Ok<object?>(await Remove(entry, new HandlerEnd.Deleted(argument), ExitReason.Normal))
        : new Error<object?>(ExitReason.Of("module_not_found"));

    private async ValueTask<Result<Unit>> Swap(object oldId, object? argument, GenEventHandler handler, object newId, ProcessCore? owner)
    {
        if (!Equals(oldId, newId) && State.Exists(e => Equals(e.Id, newId)))
            return new Error<Unit>(ExitReason.Of("already_added", newId));
        return State.Find(e => Equals(e.Id, oldId)) is { } entry
            ? await Swap(entry, argument, handler, newId, owner ?? entry.Owner)
            : await Add(handler, newId, owner, swapped: true, ExitReason.Of("error"));
    }

    private async ValueTask<Result<Unit>> Swap(Entry entry, object? argument, GenEventHandler handler, object newId, ProcessCore? owner)
    {
        var previous = await Remove(entry, new HandlerEnd.Swapped(argument), ExitReason.Of("swapped", newId));
        return await Add(handler, newId, owner, swapped: true, previous);
    }

    /// <summary>Takes a handler out and tells its owner <paramref name="told"/>, if there is one. Gives what its Terminate returned.</summary>
    private async ValueTask<object?> Remove(Entry entry, HandlerEnd end, ExitReason? told)
    {
        State.Remove(entry);
        object? result;
        try
        {
            result = await entry.Handler.Terminate(end);
        }
        catch (Exception fault) when (!Core.IsExiting)
        {
            result = ExitReason.Error(fault);
        }

        if (entry.Owner is { } owner)
        {
            if (told is not null)
                Core.Node.Send(owner, new MessageSignal(new EventHandlerExit(Self, entry.Id, told)));
            if (!State.Exists(e => ReferenceEquals(e.Owner, owner)))
                Core.Unlink(owner);
        }

        return result;
    }

    /// <summary>One handler.</summary>
    internal sealed class Entry(object id, GenEventHandler handler, ProcessCore? owner)
    {
        internal object Id => id;

        internal GenEventHandler Handler => handler;

        internal ProcessCore? Owner => owner;

        public override string ToString() => $"{id}: {handler.StateObject ?? "-"}";
    }

    // ---- messages ----------------------------------------------------------------------------------------------------

    internal abstract class Request<T> : CallMessage<T>
    {
        protected override void Recycle()
        {
        }
    }

    internal sealed class AddRequest(GenEventHandler handler, object id, bool supervised) : Request<Result<Unit>>
    {
        public override string ToString() => $"AddHandler({id})";

        protected override CallMessage Copy() => new AddRequest(handler, id, supervised);

        protected override ValueTask Invoke(GenServer server) => Reply(((EventManagerServer)server).Add(handler, id, supervised ? Caller : null));
    }

    internal sealed class DeleteRequest(object id, object? argument) : Request<Result<object?>>
    {
        public override string ToString() => $"DeleteHandler({id})";

        protected override CallMessage Copy() => new DeleteRequest(id, argument);

        protected override ValueTask Invoke(GenServer server) => Reply(((EventManagerServer)server).Delete(id, argument));
    }

    internal sealed class SwapRequest(object oldId, object? argument, GenEventHandler handler, object newId, bool supervised) : Request<Result<Unit>>
    {
        public override string ToString() => $"SwapHandler({oldId}, {newId})";

        protected override CallMessage Copy() => new SwapRequest(oldId, argument, handler, newId, supervised);

        protected override ValueTask Invoke(GenServer server) => Reply(((EventManagerServer)server).Swap(oldId, argument, handler, newId, supervised ? Caller : null));
    }

    internal sealed class NotifyCast(object e) : CastMessage
    {
        public override string ToString() => $"Notify({e})";

        protected override ValueTask Invoke(GenServer server) => ((EventManagerServer)server).ForAll(e, static (handler, x) => handler.HandleEvent(x));
    }

    internal sealed class SyncNotifyRequest(object e) : Request<Unit>
    {
        public override string ToString() => $"SyncNotify({e})";

        protected override CallMessage Copy() => new SyncNotifyRequest(e);

        protected override async ValueTask Invoke(GenServer server)
        {
            var version = Version;
            await ((EventManagerServer)server).ForAll(e, static (handler, x) => handler.HandleEvent(x));
            Reply(version, default);
        }
    }

    internal sealed class HandlerCallRequest(object id, object request) : Request<Result<object?>>
    {
        public override string ToString() => $"Call({id}, {request})";

        protected override CallMessage Copy() => new HandlerCallRequest(id, request);

        protected override ValueTask Invoke(GenServer server) => Reply(((EventManagerServer)server).CallHandler(id, request));
    }

    internal sealed class WhichRequest : Request<IReadOnlyList<object>>
    {
        public override string ToString() => "WhichHandlers";

        protected override CallMessage Copy() => new WhichRequest();

        protected override ValueTask Invoke(GenServer server)
        {
            Reply(((EventManagerServer)server).State.ConvertAll(static e => e.Id));
            return default;
        }
    }
}

/// <summary>How to make an event manager.</summary>
internal sealed class EventManagerStart : ServerStart
{
    public override Type ServerType => typeof(EventManager);

    public override GenServer Create(IServiceProvider services) => new EventManagerServer();

    public override ValueTask Init(GenServer server) => ((EventManagerServer)server).Begin();
}
