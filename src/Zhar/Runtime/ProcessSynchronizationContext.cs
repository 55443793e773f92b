namespace Zhar.Runtime;

/// <summary>
/// The synchronization context of a process that awaits: continuations of foreign tasks come back into the process, one at a time, and never
/// beside its handlers. Made on first need.
/// </summary>
internal sealed class ProcessSynchronizationContext(ProcessCore core) : SynchronizationContext
{
    private static readonly PostNode Closed = new();

    private IPost? _posts;
    private PostNode? _spare;

    /// <summary>What few processes need, made on first need.</summary>
    internal ProcessCold? Cold;

    /// <summary>What a process that receives has looked at. Here and not in the cold part: it is all that most raw processes need.</summary>
    internal ReceiveQueue? Receive;

    /// <summary>The call that the process awaits, for the search for deadlocks. Shared.</summary>
    internal CallMessage? WaitingFor;

    /// <summary>The handler or start callback that has not ended yet.</summary>
    internal ValueTask Operation;

    /// <summary>The entry whose handler that is.</summary>
    internal Signal? OperationSignal;

    /// <summary>What whoever woke the suspended process wants to run first. Written by the winner of the wake-up alone.</summary>
    internal IPost? Direct;

    /// <summary>A continuation for its posting alone, which makes the loop look.</summary>
    internal static readonly Action Nothing = () => { };

    /// <summary>A continuation that makes the loop look, from whatever thread.</summary>
    internal Action EndedOutside => field ??= core.Notice;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        core.Node.Scheduler.OnPost(core);
        var post = Interlocked.Exchange(ref _spare, null) ?? new PostNode { Owner = this };
        post.Callback = d;
        post.State = state;
        core.Resume(post);
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("A process cannot be entered from outside while its code waits. Use Post, or send it a message.");

    /// <summary>False: the process is dead, so the continuation has to run as a zombie's.</summary>
    internal bool TryPush(IPost post)
    {
        while (true)
        {
            var head = Volatile.Read(ref _posts);
            if (ReferenceEquals(head, Closed))
                return false;
            post.NextPost = head;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _posts, post, head), head))
                return true;
        }
    }

    /// <summary>Takes all continuations, oldest first.</summary>
    internal IPost? TakeAll() => Reverse(Interlocked.Exchange(ref _posts, null));

    /// <summary>Takes all continuations and refuses further ones.</summary>
    internal IPost? Close()
    {
        var last = Interlocked.Exchange(ref _posts, Closed);
        return ReferenceEquals(last, Closed) ? null : Reverse(last);
    }

    private static IPost? Reverse(IPost? chain)
    {
        IPost? result = null;
        while (chain is not null)
        {
            var next = chain.NextPost;
            chain.NextPost = result;
            result = chain;
            chain = next;
        }

        return result;
    }

    private sealed class PostNode : IPost
    {
        internal ProcessSynchronizationContext? Owner;
        internal SendOrPostCallback? Callback;
        internal object? State;

        public IPost? NextPost { get; set; }

        public void Run()
        {
            var callback = Callback!;
            var state = State;
            Callback = null;
            State = null;
            if (Owner is not null)
                Owner._spare = this;
            callback(state);
        }
    }
}
