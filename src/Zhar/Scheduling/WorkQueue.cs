using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>A worker's own queue: a slot for the process that was woken last, and a ring of 256. One owner pushes and pops; others steal from the ring.</summary>
/// <remarks>A queue is separate from its thread, so that the monitor can hand it on when the thread is stuck (Go's P and M).</remarks>
internal sealed class WorkQueue
{
    private const int Size = 256, Mask = Size - 1;

    /// <summary>Runs of the slot in a row before it has to go through the ring: two chatting processes must not starve the others.</summary>
    private const int SlotLimit = 16;

    private readonly ProcessCore?[] _ring = new ProcessCore?[Size];
    private ProcessCore? _slot;
    private int _slotRuns;
    private uint _head;
    private uint _tail;

    /// <summary>Turns taken from this queue; the monitor sees a stuck worker by its standing still.</summary>
    internal int Ticks;

    /// <summary>Turns until the global queue is looked at first.</summary>
    internal int TurnsToGlobal;

    internal bool HasWork => Volatile.Read(ref _slot) is not null || HasRing;

    internal bool HasRing => Volatile.Read(ref _head) != Volatile.Read(ref _tail);

    /// <summary>How many wait in it: another thread's view, of a moment.</summary>
    internal int Length => (int)(Volatile.Read(ref _tail) - Volatile.Read(ref _head)) + (Volatile.Read(ref _slot) is null ? 0 : 1);

    internal bool HasSlot => _slot is not null;

    /// <summary>Whether <see cref="Pop"/> takes the slot next.</summary>
    internal bool IsSlotNext => _slot is not null && (_slotRuns < SlotLimit || !HasRing);

    /// <summary>Puts a process into the slot. Returns the one that was there, which has to go on.</summary>
    internal ProcessCore? ReplaceSlot(ProcessCore process)
    {
        var previous = _slot;
        _slot = process;
        return previous;
    }

    internal ProcessCore? Pop()
    {
        if (_slot is { } slot)
        {
            if (_slotRuns < SlotLimit || !HasRing)
            {
                _slot = null;
                _slotRuns++;
                return slot;
            }

            if (TryPush(slot))
                _slot = null;
        }

        _slotRuns = 0;
        while (true)
        {
            var head = Volatile.Read(ref _head);
            if (head == Volatile.Read(ref _tail))
                return null;
            var process = _ring[head & Mask];
            if (Interlocked.CompareExchange(ref _head, head + 1, head) == head)
                return process;
        }
    }

    internal bool TryPush(ProcessCore process)
    {
        var tail = _tail;
        if (tail - Volatile.Read(ref _head) >= Size)
            return false;
        _ring[tail & Mask] = process;
        Volatile.Write(ref _tail, tail + 1);
        return true;
    }

    /// <summary>Takes up to half of this queue for <paramref name="thief"/>, and one process to run now.</summary>
    internal ProcessCore? StealInto(WorkQueue thief)
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            var available = Volatile.Read(ref _tail) - head;
            if (available is 0 or > Size)
                return null;
            var take = available - (available / 2);
            var first = _ring[head & Mask];
            Span<ProcessCore?> batch = new ProcessCore?[take];
            for (uint i = 0; i < take; i++)
                batch[(int)i] = _ring[(head + i) & Mask];

            // Read before the swap, checked by it: had the owner wrapped around, the head would have moved.
            if (Interlocked.CompareExchange(ref _head, head + take, head) != head)
                continue;
            for (var i = 1; i < (int)take; i++)
                thief.TryPush(batch[i]!);
            return first;
        }
    }
}
