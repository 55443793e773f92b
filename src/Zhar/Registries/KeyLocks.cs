using Zhar.Runtime;

namespace Zhar;

/// <summary>Locks by key: first come, first served; let go when the holder is done, fails or dies.</summary>
internal sealed class KeyLocks<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedList<Ticket>> _queues = [];

    /// <summary>How many processes wait behind the holder of a key.</summary>
    internal int WaitersOf(TKey key)
    {
        lock (_queues)
            return _queues.TryGetValue(key, out var queue) ? queue.Count - 1 : 0;
    }

    /// <summary>Waits for the turn of the current process. Give the ticket back with <see cref="Ticket.Leave"/>.</summary>
    internal async ValueTask<Ticket> Enter(ProcessCore process, TKey key)
    {
        var ticket = new Ticket(this, key, process);
        if (!process.TryAddOwned(ticket))
            process.ThrowIfDead();
        var turn = await ticket.Turn.Wait(process.Node, process, Timeout.Infinite, () => Queue(ticket)).ConfigureAwait(true);
        if (turn is Error<Unit> { Reason: var reason })
            throw new ProcessExitException(reason);
        return ticket;
    }

    /// <exception cref="InvalidOperationException">The process has this lock already.</exception>
    internal void CheckNotHeld(ProcessCore process, TKey key)
    {
        lock (_queues)
        {
            if (_queues.TryGetValue(key, out var queue) && ReferenceEquals(queue.First!.Value.Process, process))
            {
                throw new InvalidOperationException(
                    $"{process.Pid} already has the lock for key '{key}' and would wait for itself. Take the lock once, around both steps.");
            }
        }
    }

    private void Queue(Ticket ticket)
    {
        bool first;
        lock (_queues)
        {
            if (ticket.IsGone)
                return;
            if (!_queues.TryGetValue(ticket.Key, out var queue))
                _queues[ticket.Key] = queue = new LinkedList<Ticket>();
            ticket.Place = queue.AddLast(ticket);
            first = queue.Count == 1;
        }

        if (first)
            ticket.Turn.Grant();
    }

    private void Remove(Ticket ticket)
    {
        Ticket? next = null;
        lock (_queues)
        {
            ticket.IsGone = true;
            if (ticket.Place is not { } place)
                return;
            ticket.Place = null;
            var queue = place.List!;
            var wasFirst = ReferenceEquals(queue.First, place);
            queue.Remove(place);
            if (queue.First is null)
                _queues.Remove(ticket.Key);
            else if (wasFirst)
                next = queue.First.Value;
        }

        next?.Turn.Grant();
    }

    internal sealed class Ticket(KeyLocks<TKey> locks, TKey key, ProcessCore process) : IOwned
    {
        internal TKey Key => key;

        internal ProcessCore Process => process;

        internal TurnWait Turn { get; } = new();

        internal LinkedListNode<Ticket>? Place { get; set; }

        internal bool IsGone { get; set; }

        internal void Leave()
        {
            process.RemoveOwned(this);
            locks.Remove(this);
        }

        public void Release(ProcessCore owner, ExitReason reason) => locks.Remove(this);
    }

    /// <summary>The wait of one process for its turn.</summary>
    internal sealed class TurnWait : CallMessage<Unit>
    {
        internal void Grant() => Reply(default(Unit));

        public override string ToString() => "Registry.Lock";

        protected override CallMessage Copy() => throw new NotSupportedException("A lock is local to its node.");

        protected override void Recycle()
        {
        }

        protected override ValueTask Invoke(GenServer server) => default;
    }
}
