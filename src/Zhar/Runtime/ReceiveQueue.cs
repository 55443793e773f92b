using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;
using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>Selective receive: the entries that were looked at and did not match stay here, in order. Made by the first <c>Receive</c> of a process.</summary>
/// <remarks>
/// A fresh reference (a monitor, an alias, a timer) remembers where the mailbox ended when it was made, and a receive that waits for it starts to look
/// there: nothing older can carry it (BEAM's receive mark). See <see cref="ProcessRef"/>.
/// </remarks>
internal sealed class ReceiveQueue : IValueTaskSource<object?>, IPost
{
    private Signal? _head; // never a mark
    private Signal? _tail;
    private Func<object, bool>? _match;
    private Action<object?>? _continuation;
    private object? _state;
    private object? _result;
    private Exception? _failure;
    private ReceiveTimeout? _timeout;
    private short _version;
    private bool _completed;
    private ProcessCore? _core;

    internal bool IsWaiting { get; private set; }

    internal int Count { get; private set; }

    IPost? IPost.NextPost { get; set; }

    /// <summary>Takes the oldest entry, for a server that also receives.</summary>
    internal Signal? TakeFirst()
    {
        var first = _head;
        if (first is not null)
            Unlink(null, first);
        return first;
    }

    /// <summary>Puts an entry that was looked at behind the others.</summary>
    internal void Append(Signal entry)
    {
        if (_tail is null)
            _head = entry;
        else
            _tail.Next = entry;
        _tail = entry;
        Count++;
    }

    internal Signal? TakeWhere(Func<Signal, bool> match)
    {
        Signal? previous = null;
        for (var s = _head; s is not null; previous = s, s = s.Next)
        {
            if (s is not ReceiveMark && match(s))
            {
                Unlink(previous, s);
                return s;
            }
        }

        return null;
    }

    /// <summary>Marks the end of the mailbox for a reference that is being made. Null: the mailbox is empty. References with nothing between them share a mark.</summary>
    internal ReceiveMark? SetMark(ProcessCore core)
    {
        Collect(core);
        if (_tail is null or ReceiveMark)
            return (ReceiveMark?)_tail;
        var mark = new ReceiveMark { Previous = _tail };
        _tail.Next = mark;
        _tail = mark;
        return mark;
    }

    /// <summary>Starts to wait. Completes at once when a matching entry is here.</summary>
    /// <param name="core">The process.</param>
    /// <param name="match">Which entry is wanted.</param>
    /// <param name="timeoutMilliseconds">How long to wait; -1 for ever.</param>
    /// <param name="since">Where to start to look: behind this mark, or this entry that did not match.</param>
    internal ValueTask<object?> Receive(ProcessCore core, Func<object, bool> match, int timeoutMilliseconds, Signal? since)
    {
        if (IsWaiting)
            throw new InvalidOperationException("The process is receiving already. One Receive at a time: await the first.");
        using (core.Enter())
            Collect(core);
        var (previous, found) = Find(since is ReceiveMark { IsGone: true } ? null : since, match);
        using var scope = core.Enter();
        if (found is not null)
        {
            Unlink(previous, found);
            return new(found.Payload);
        }

        if (timeoutMilliseconds == 0)
            return new((object?)null);

        _core = core;
        _match = match;
        _version++;
        _completed = false;
        _result = null;
        _failure = null;
        _continuation = null;
        IsWaiting = true;
        if (timeoutMilliseconds > 0)
        {
            _timeout = new ReceiveTimeout(this, core);
            core.Node.Timers.Add(_timeout.Timer, timeoutMilliseconds);
        }

        return new(this, _version);
    }

    /// <summary>Looks through what has come in. True: the receive has ended and its continuation ran.</summary>
    internal bool TryMatch(ProcessCore core, Executor executor)
    {
        var last = _tail;
        Collect(core);
        if (ReferenceEquals(last, _tail))
            return false;
        Signal? previous = null, found = null;
        Exception? fault = null;
        executor.EnterUser();
        try
        {
            (previous, found) = Find(last, _match!);
        }
        catch (Exception e)
        {
            fault = e; // of the predicate: it goes to whoever awaits the receive
        }

        executor.LeaveUser();
        if (core.IsExiting)
            return true;
        if (fault is null && found is null)
            return false;
        if (found is not null)
            Unlink(previous, found);
        End(found?.Payload, fault);
        return true;
    }

    internal void Cancel(ProcessCore core)
    {
        if (!IsWaiting)
            return;
        IsWaiting = false;
        _failure = new ProcessExitException(core.ExitReason!);
        _completed = true;
        if (_continuation is not null)
            Zombie.Run(core, this);
    }

    internal void AbandonAll(ExitReason reason)
    {
        var s = _head;
        _head = _tail = null;
        Count = 0;
        while (s is not null)
        {
            var next = s.Next;
            s.Next = null;
            s.Abandon(reason);
            s = next;
        }
    }

    /// <summary>The continuation of a receive that ended before it was awaited, or was cancelled.</summary>
    void IPost.Run()
    {
        var continuation = _continuation!;
        _continuation = null;
        continuation(_state);
    }

    object? IValueTaskSource<object?>.GetResult(short token)
    {
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return _result;
    }

    ValueTaskSourceStatus IValueTaskSource<object?>.GetStatus(short token) =>
        !_completed || token != _version ? ValueTaskSourceStatus.Pending : _failure is null ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Faulted;

    void IValueTaskSource<object?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _state = state;
        _continuation = continuation;
        if (_completed)
            _core!.Resume(this);
    }

    private void End(object? result, Exception? failure)
    {
        IsWaiting = false;
        _match = null;
        if (_timeout is { } timeout)
        {
            _timeout = null;
            _core!.Node.Timers.Cancel(timeout.Timer);
        }

        _result = result;
        _failure = failure;
        _completed = true;
        if (_continuation is not { } continuation)
            return;
        _continuation = null;
        var executor = Executor.Current!;
        var was = executor.Visit();
        executor.EnterUser();
        continuation(_state);
        executor.LeaveUser();
        executor.Return(was);
    }

    private (Signal? Previous, Signal? Found) Find(Signal? after, Func<object, bool> match)
    {
        var previous = after;
        for (var s = after is null ? _head : after.Next; s is not null; previous = s, s = s.Next)
        {
            // What the runtime sends is for a server's loop, and no message.
            if (s is not ReceiveMark && !s.IsSystem && s.Payload is not ServerMessage && match(s.Payload))
                return (previous, s);
        }

        return default;
    }

    private void Unlink(Signal? previous, Signal entry)
    {
        var next = entry.Next;
        if (previous is null)
            _head = next;
        else
            previous.Next = next;
        if (next is ReceiveMark mark)
            mark.Previous = previous;
        if (ReferenceEquals(_tail, entry))
            _tail = previous;
        entry.Next = null;
        Count--;

        // A mark with nothing older in front of it says nothing.
        while (_head is ReceiveMark first)
        {
            _head = first.Next;
            if (ReferenceEquals(_tail, first))
                _tail = null;
            first.Next = null;
            first.IsGone = true;
            if (_head is ReceiveMark second)
                second.Previous = null;
        }
    }

    private void Collect(ProcessCore core)
    {
        core.Gather();
        var news = core.TakeChain();
        if (core.Behaviour is RawBehaviour)
            news = RawBehaviour.Refuse(core, news);
        if (news is null)
            return;
        if (_tail is null)
            _head = news;
        else
            _tail.Next = news;
        for (var s = news; ; s = s.Next)
        {
            Count++;
            if (s.Next is null)
            {
                _tail = s;
                return;
            }
        }
    }

    /// <summary>The timer of one receive. An object of its own: it may fire while the receive it belongs to ends, and another one begins.</summary>
    private sealed class ReceiveTimeout : IPost
    {
        private readonly ReceiveQueue _queue;

        internal ReceiveTimeout(ReceiveQueue queue, ProcessCore core)
        {
            _queue = queue;
            Timer = new TimerEntry { Owner = core, Post = this };
        }

        internal TimerEntry Timer { get; }

        IPost? IPost.NextPost { get; set; }

        void IPost.Run()
        {
            if (_queue.IsWaiting && ReferenceEquals(_queue._timeout, this))
                _queue.End(null, null);
        }
    }
}
