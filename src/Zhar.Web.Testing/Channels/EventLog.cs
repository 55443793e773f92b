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
            Task changed;
            lock (_gate)
            {
                var at = _open.FindIndex(item => match(item));
                if (at >= 0)
                {
                    var found = _open[at];
                    _open.RemoveAt(at);
                    return found;
                }

                changed = _changed.Task;
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
        lock (_gate)
        {
            if (_open.Exists(item => match(item)))
                throw new ExpectationException($"{unexpected} came, and should not have.{Listing()}");
        }
    }

    private string Listing()
    {
        lock (_gate)
            return _open.Count == 0 ? " Nothing else came." : $" What came:{Environment.NewLine}{string.Join(Environment.NewLine, _open.TakeLast(20).Select(static item => "  " + item))}";
    }
}
