using System.Threading.Tasks.Sources;

namespace Zhar.Runtime;

/// <summary>Selective receive: the entries that were looked at and did not match stay here, in order. Made by the first <c>Receive</c> of a process.</summary>
/// <remarks>
/// A fresh reference (a monitor, an alias, a timer) remembers where the mailbox ended when it was made, and a receive that waits for it starts to look
/// there: nothing older can carry it (BEAM's receive mark).
/// </remarks>
internal sealed class ReceiveQueue : IValueTaskSource<object?>, IPost
{
    private Signal? _head;
    private Signal? _tail;
    private Signal? _mark;
    private Func<object, bool>? _match;
    private Action<object?>? _continuation;
    private object? _state;
    private object? _result;
    private ExitReason? _failure;
    private TimerEntry? _timer;
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
        if (first is null)
            return null;
        Unlink(null, first);
        return first;
    }

    internal Signal? TakeWhere(Func<Signal, bool> match)
    {
        Signal? previous = null;
        for (var s = _head; s is not null; previous = s, s = s.Next)
        {
            if (match(s))
            {
                Unlink(previous, s);
                return s;
            }
        }

        return null;
    }

    /// <summary>Remembers the end of the mailbox for a reference that was just made.</summary>
    internal void SetMark(ProcessCore core)
    {
        Collect(core);
        _mark = _tail;
    }

    /// <summary>Starts to wait. Completes at once when a matching entry is here.</summary>
    internal ValueTask<object?> Receive(ProcessCore core, Func<object, bool> match, int timeoutMilliseconds, bool fromMark)
    {
        if (IsWaiting)
            throw new InvalidOperationException("The process is receiving already. One Receive at a time: await the first.");
        var found = Find(_head is null || !fromMark ? null : _mark, match);
        if (found is null)
        {
            Signal? last = _tail;
            Collect(core);
            found = Find(last, match);
        }

        if (found is not null)
            return new(found.Payload);
        if (timeoutMilliseconds == 0)
            return new((object?)null);

        _core = core;
        _match = match;
        _version++;
        _completed = false;
        _result = null;
        _failure = null;
        IsWaiting = true;
        if (timeoutMilliseconds > 0)
        {
            _timer = new TimerEntry { Owner = core, Post = this };
            core.Node.Timers.Add(_timer, timeoutMilliseconds);
        }

        return new(this, _version);
    }

    /// <summary>Looks through what has come in. True: the receive has ended and its continuation ran.</summary>
    internal bool TryMatch(ProcessCore core)
    {
        var last = _tail;
        Collect(core);
        var found = last is null ? Find(null, _match!) : Find(last, _match!);
        if (found is null)
            return false;
        End(found.Payload, null);
        return true;
    }

    internal void Cancel(ProcessCore core)
    {
        if (!IsWaiting)
            return;
        IsWaiting = false;
        _failure = core.ExitReason;
        _completed = true;
        if (_continuation is not null)
            Zombie.Run(core, this);
    }

    internal void AbandonAll(ExitReason reason)
    {
        for (var s = _head; s is not null; s = s.Next)
            s.Abandon(reason);
        _head = _tail = _mark = null;
    }

    /// <summary>The timeout has fired, or the continuation of a cancelled receive runs as a zombie's.</summary>
    void IPost.Run()
    {
        if (_completed)
        {
            _continuation!(_state);
            return;
        }

        if (!IsWaiting || _timer is not { Done: true })
            return;
        End(null, null);
    }

    object? IValueTaskSource<object?>.GetResult(short token)
    {
        if (_failure is not null)
            throw new ProcessExitException(_failure);
        _continuation = null;
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

    private void End(object? result, ExitReason? failure)
    {
        IsWaiting = false;
        _match = null;
        if (_timer is { } timer)
        {
            _timer = null;
            _core!.Node.Timers.Cancel(timer);
        }

        _result = result;
        _failure = failure;
        _completed = true;
        if (_continuation is not { } continuation)
            return;
        var executor = Scheduling.Executor.Current!;
        var was = executor.Visit();
        executor.EnterUser();
        continuation(_state);
        executor.LeaveUser();
        executor.Return(was);
    }

    private Signal? Find(Signal? after, Func<object, bool> match)
    {
        var previous = after;
        for (var s = after is null ? _head : after.Next; s is not null; previous = s, s = s.Next)
        {
            if (match(s.Payload))
            {
                Unlink(previous, s);
                return s;
            }
        }

        return null;
    }

    private void Unlink(Signal? previous, Signal entry)
    {
        if (previous is null)
            _head = entry.Next;
        else
            previous.Next = entry.Next;
        if (ReferenceEquals(_tail, entry))
            _tail = previous;
        if (ReferenceEquals(_mark, entry))
            _mark = previous;
        entry.Next = null;
        Count--;
    }

    private void Collect(ProcessCore core)
    {
        core.Gather();
        var news = core.TakeChain();
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
}
