using Zhar.Testing;

namespace Zhar.Web.Testing;

/// <summary>Keeps what came, in order; each item is taken by at most one assertion.</summary>
internal sealed class EventLog<T>
    where T : class
{
    private readonly Lock _gate = new();
    private readonly List<T> _open = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Add(T item)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _open.Add(item);
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }

    /// <summary>Takes the first that fits, and waits for it if it is not there yet.</summary>
    /// <exception cref="ExpectationException">None came in time.</exception>
    internal async Task<T> Take(string expected, Func<T, bool> match, TimeSpan? timeout)
    {
        var limit = timeout ?? TestNode.DefaultTimeout;
        using var deadline = new CancellationTokenSource(limit);
        while (true)
        {
            T[] open;
            Task changed;
            lock (_gate)
            {
                open = [.. _open];
                changed = _changed.Task;
            }

            // Outside of the lock: the caller's code looks at the page, whose own lock is held while items are added.
            foreach (var item in open)
            {
                if (match(item) && TryRemove(item))
                    return item;
            }

            try
            {
                await changed.WaitAsync(deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new ExpectationException($"{expected} was expected within {limit}, and did not come.{Listing()}");
            }
        }
    }

    /// <summary>Forgets what came.</summary>
    internal void Clear()
    {
        lock (_gate)
            _open.Clear();
    }

    /// <exception cref="ExpectationException">There is one.</exception>
    internal void Refute(string unexpected, Func<T, bool> match)
    {
        T[] open;
        lock (_gate)
            open = [.. _open];
        if (Array.Exists(open, item => match(item)))
            throw new ExpectationException($"{unexpected} came, and should not have.{Listing()}");
    }

    private bool TryRemove(T item)
    {
        lock (_gate)
            return _open.Remove(item);
    }

    private string Listing()
    {
        lock (_gate)
            return _open.Count == 0 ? " Nothing else came." : $" What came:{Environment.NewLine}{string.Join(Environment.NewLine, _open.TakeLast(20).Select(static item => "  " + item))}";
    }
}
