using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>Which kinds of call may run on the caller's thread. A kind that was seen to take longer than a millisecond loses the right for good.</summary>
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

    internal sealed class Right(InlineRights owner)
    {
        private const int RunsBeforeOutsiders = 100;
        private int _runs;
        private bool _revoked;

        internal InlineRights Owner => owner;

        internal bool ForProcesses => !_revoked;

        internal bool ForOutsiders => !_revoked && _runs >= RunsBeforeOutsiders;

        /// <summary>Counts a run, inline or scheduled, that took <paramref name="milliseconds"/> on the coarse clock.</summary>
        internal void Note(int milliseconds)
        {
            // A difference of one is a tick that happened to fall into a short run.
            if (milliseconds > 1)
                _revoked = true;
            else if (_runs < RunsBeforeOutsiders)
                _runs++;
        }
    }
}
