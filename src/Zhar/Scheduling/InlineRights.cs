using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>Which kinds of call may run on the caller's thread. A kind that takes longer than 20 µs on average loses the right, and is tried again after many calls.</summary>
internal sealed class InlineRights
{
    private readonly ConditionalWeakTable<Type, Right> _rights = [];

    internal Right Of(CallMessage call)
    {
        if (call.InlineRight is { } known && ReferenceEquals(known.Owner, this))
            return known;
        var right = _rights.GetValue(call.GetType(), _ => new Right(this));
        call.InlineRight = right;
        return right;
    }

    /// <param name="owner">The node's table that it stands in; <c>null</c> for one that its user keeps.</param>
    /// <param name="runsPerMillisecond">How many runs on average fit into a millisecond at the least.</param>
    internal sealed class Right(InlineRights? owner, int runsPerMillisecond = 50)
    {
        private const int RunsBeforeOutsiders = 100, AllowanceMilliseconds = 20, QueuedBeforeNextTry = 50_000;
        private int _runs;
        private int _milliseconds;
        private int _queuedSince;
        private bool _revoked;

        internal InlineRights? Owner => owner;

        internal bool ForProcesses => !_revoked || TryAgain();

        internal bool ForOutsiders => _runs >= RunsBeforeOutsiders && (!_revoked || TryAgain());

        /// <summary>Counts a run in place that took <paramref name="milliseconds"/> on the coarse clock.</summary>
        /// <remarks>
        /// The sum over many runs is right although a single reading is coarse: a run of 1 µs meets a tick once in a thousand times. The allowance is
        /// for what is not the handler's fault, the JIT compiler, a collection, a thread that the kernel set aside.
        /// </remarks>
        internal void Note(int milliseconds)
        {
            if (_runs < int.MaxValue)
                _runs++;
            if (milliseconds == 0)
                return;
            _milliseconds += milliseconds;
            if (_milliseconds > AllowanceMilliseconds + (_runs / runsPerMillisecond))
                _revoked = true;
        }

        /// <summary>The reason may have been a machine that was busy with other things, so it does not hold for ever. A kind that is slow in truth costs its callers one run in tens of thousands.</summary>
        private bool TryAgain()
        {
            if (++_queuedSince < QueuedBeforeNextTry)
                return false;
            _queuedSince = 0;
            _milliseconds = AllowanceMilliseconds / 2;
            _runs = RunsBeforeOutsiders;
            _revoked = false;
            return true;
        }

        /// <summary>Counts a call from outside that was queued.</summary>
        internal void NoteQueued()
        {
            if (_runs < RunsBeforeOutsiders)
                _runs++;
        }
    }
}
