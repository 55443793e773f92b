using System.Runtime.CompilerServices;

namespace Zhar.Runtime;

/// <summary>The mailbox: one word that producers push onto and the owner empties. See docs/architecture/mailbox.md.</summary>
internal sealed partial class ProcessCore
{
    /// <summary>Puts an entry into the mailbox and schedules the process if it was idle. False: the process is dead.</summary>
    internal bool Push(Signal signal)
    {
        while (true)
        {
            var last = Volatile.Read(ref _in);
            if (ReferenceEquals(last, IdleMark))
            {
                if (!TryClaimIdle())
                    continue;
                PutFirst(signal);
                Node.Scheduler.Schedule(this);
                return true;
            }

            if (ReferenceEquals(last, DeadMark))
                return false;
            signal.Next = last;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _in, signal, last), last))
                return true;
        }
    }

    /// <summary>Claims this idle process for a request, which it finds when it runs. False: it is not idle.</summary>
    internal bool TryClaimFor(Signal request)
    {
        if (!TryClaimIdle())
            return false;
        PutFirst(request);
        return true;
    }

    /// <summary>Gives the process, whose owner calls this, a continuation to run first.</summary>
    internal void ContinueWith(IPost post)
    {
        _context!.Direct = post;
        Set(Traits.Direct, true);
    }

    /// <summary>Suspends the process, which its worker held while it waited. For the worker, or who acts for it.</summary>
    internal void SuspendHeld()
    {
        if (!TrySuspend())
            Node.Scheduler.Schedule(this);
    }

    /// <summary>Puts an entry where the loop takes from, past the shared word: whoever woke the process owns it, and saves the loop a swap.</summary>
    private void PutFirst(Signal signal)
    {
        signal.Next = null;
        if (_chain is not { } last)
        {
            _chain = signal;
            return;
        }

        while (last.Next is not null)
            last = last.Next;
        last.Next = signal;
    }

    /// <summary>Takes ownership of an idle process without sending it anything.</summary>
    internal bool TryClaimIdle() => ReferenceEquals(Interlocked.CompareExchange(ref _in, null, IdleMark), IdleMark);

    /// <summary>Takes ownership of a process that waits, to make it look at its exit or its continuations.</summary>
    private bool TryClaimWaiting() =>
        (Volatile.Read(ref _run) == RunSuspended && Interlocked.CompareExchange(ref _run, RunOwned, RunSuspended) == RunSuspended) ||
        (IsIdle && TryClaimIdle());

    /// <summary>Runs a continuation inside this process: a call was answered, a timer fired, an awaited task ended. From any thread.</summary>
    internal void Resume(IPost post)
    {
        var context = Context;

        // The usual case: the process waits for just this. The winner owns the process, so it may hand the continuation over without a queue.
        if (Volatile.Read(ref _run) == RunSuspended && Interlocked.CompareExchange(ref _run, RunOwned, RunSuspended) == RunSuspended)
        {
            context.Direct = post;
            Set(Traits.Direct, true);
            Node.Scheduler.Schedule(this);
            return;
        }

        if (!context.TryPush(post))
        {
            Zombie.Run(this, post);
            return;
        }

        // Against TryGoIdle and TrySuspend: they publish that the process waits, then look at _wake; here it is the other way round.
        Interlocked.Exchange(ref _wake, (byte)1);
        if (TryClaimWaiting())
            Node.Scheduler.Schedule(this);
        else if (IsDead)
            RunOrphans(context); // the context was made after the death, so nobody else will
    }

    /// <summary>Makes the loop look whether the pending operation has ended.</summary>
    internal void Notice()
    {
        if (ReferenceEquals(Scheduling.Executor.Current?.Process, this))
            return; // it ended inside the process, whose loop looks next
        Interlocked.Exchange(ref _wake, (byte)1);
        if (TryClaimWaiting())
            Node.Scheduler.Schedule(this);
    }

    /// <summary>The number of entries that wait. Walks them, so it costs what it returns; another thread's view is approximate.</summary>
    internal int MailboxLength => MailboxLengthUpTo(1_000_000);

    internal int MailboxLengthUpTo(int limit)
    {
        var count = ReceiveOrNull?.Count ?? 0;
        for (var s = _chain; s is not null && count < limit; s = s.Next)
            count++;
        for (var s = Volatile.Read(ref _in); s is not null && s is not MarkSignal && count < limit; s = s.Next)
            count++;
        return count;
    }

    /// <summary>The oldest entry, or null when the mailbox is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Signal? Take()
    {
        var first = _chain;
        if (first is null)
        {
            if (_in is null)
                return null;
            first = Reverse(Interlocked.Exchange(ref _in, null));
            if (first is null)
                return null;
        }

        _chain = first.Next;
        first.Next = null;
        return first;
    }

    private static Signal? Reverse(Signal? chain)
    {
        if (chain?.Next is null)
            return chain;
        Signal? result = null;
        while (chain is not null)
        {
            var next = chain.Next;
            chain.Next = result;
            result = chain;
            chain = next;
        }

        return result;
    }

    /// <summary>Moves what has come in behind what is already here, so that the whole mailbox can be searched.</summary>
    internal void Gather()
    {
        if (_in is null or MarkSignal)
            return;
        var news = Reverse(Interlocked.Exchange(ref _in, null));
        if (_chain is null)
        {
            _chain = news;
            return;
        }

        var tail = _chain;
        while (tail.Next is not null)
            tail = tail.Next;
        tail.Next = news;
    }

    /// <summary>The entry that would be taken next, left in place. For the owner.</summary>
    internal Signal? Peek()
    {
        Gather();
        return _chain;
    }

    /// <summary>The oldest message, if it matches, for a process that has none put aside. For the current process.</summary>
    /// <param name="match">Whether a message is wanted.</param>
    /// <param name="refused">The oldest entry, when <paramref name="match"/> was asked and it is not wanted.</param>
    internal object? TryReceiveOldest(Func<object, bool> match, out Signal? refused)
    {
        refused = null;
        Signal? first;
        using (Enter())
        {
            // Not all that has come in, as for a search: behind a long queue that would be a walk through it each time.
            if (_chain is null && _in is not (null or MarkSignal))
                _chain = Reverse(Interlocked.Exchange(ref _in, null));
            first = _chain;
        }

        if (first is null || first.IsSystem || first.Payload is not { } message || message is ServerMessage)
            return null;
        var wanted = match(message);
        using var scope = Enter();
        if (!ReferenceEquals(_chain, first))
            return null; // the question has itself received
        if (!wanted)
        {
            refused = first;
            return null;
        }

        _chain = first.Next;
        first.Next = null;
        return message;
    }

    internal Signal? TakeChain()
    {
        var chain = _chain;
        _chain = null;
        return chain;
    }

    /// <summary>The end of the mailbox now, for a reference that is being made. Null: start at the beginning.</summary>
    internal ReceiveMark? MarkMailbox()
    {
        var receive = ReceiveOrNull;
        if (receive is null && (_behaviour is not RawBehaviour || (_chain is null && Volatile.Read(ref _in) is null)))
            return null; // a server that never receives needs none
        using var scope = Enter();
        return (receive ?? Receive).SetMark(this);
    }

    /// <summary>Takes the first entry that <paramref name="match"/> accepts, leaving the others in place.</summary>
    internal Signal? TakeWhere(Func<Signal, bool> match)
    {
        Gather();
        Signal? previous = null;
        for (var s = _chain; s is not null; previous = s, s = s.Next)
        {
            if (!match(s))
                continue;
            if (previous is null)
                _chain = s.Next;
            else
                previous.Next = s.Next;
            s.Next = null;
            return s;
        }

        return ReceiveOrNull?.TakeWhere(match);
    }

    /// <summary>Gives the process up until an entry arrives. False: something came in, go on. After true it may already run elsewhere.</summary>
    private bool TryGoIdle()
    {
        if (Interlocked.CompareExchange(ref _in, IdleMark, null) is not null)
            return false;
        return !((Volatile.Read(ref _wake) != 0 || Volatile.Read(ref _exit) is not null) && TryClaimIdle());
    }

    /// <summary>Gives the process up until a continuation or an exit signal; messages only queue. As above.</summary>
    private bool TrySuspend()
    {
        Interlocked.Exchange(ref _run, RunSuspended);
        return !((Volatile.Read(ref _wake) != 0 || Volatile.Read(ref _exit) is not null) &&
                 Interlocked.CompareExchange(ref _run, RunOwned, RunSuspended) == RunSuspended);
    }
}
