using Xunit;
using Zhar.Runtime;

namespace Zhar.Tests.Runtime;

public sealed class SparePoolTests
{
    [Fact]
    public void What_a_thread_puts_it_takes_again_the_last_first()
    {
        var pool = new SparePool();
        object first = new(), second = new();

        pool.Put(first);
        pool.Put(second);

        Assert.Same(second, pool.Take());
        Assert.Same(first, pool.Take());
        Assert.Null(pool.Take());
    }

    [Fact]
    public void Another_thread_has_spares_of_its_own()
    {
        var pool = new SparePool();
        object ours = new(), theirs = new();
        pool.Put(ours);

        var (before, after) = OnThread(() =>
        {
            var before = pool.Take();
            pool.Put(theirs);
            return (before, pool.Take());
        });

        Assert.Null(before);
        Assert.Same(theirs, after);
        Assert.Same(ours, pool.Take());
    }

    [Fact]
    public void It_keeps_128_for_a_thread()
    {
        var pool = new SparePool();

        for (var i = 0; i < 1000; i++)
            pool.Put(new object());

        var kept = 0;
        while (pool.Take() is not null)
            kept++;
        Assert.Equal(128, kept);
    }

    [Fact]
    public async Task Many_threads_at_once_never_get_the_same_object()
    {
        var pool = new SparePool();
        using var start = new Barrier(8);

        // Each thread marks what it holds. The array of the pool grows under them, thread by thread.
        var clashes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                var clashes = 0;
                for (var i = 0; i < 50_000; i++)
                {
                    var held = (Marked?)pool.Take() ?? new Marked();
                    clashes += Interlocked.Increment(ref held.Holders) == 1 ? 0 : 1;
                    Interlocked.Decrement(ref held.Holders);
                    pool.Put(held);
                }

                return clashes;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(0, clashes.Sum());
    }

    [Fact]
    public async Task The_number_of_a_thread_that_has_ended_is_used_again()
    {
        var numbers = new HashSet<int>();

        // The number comes back when the collector has seen that the thread is gone.
        await Eventually.True(() =>
        {
            var isNew = numbers.Add(OnThread(Zhar.Scheduling.ThreadNumber.Assign));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !isNew;
        });

        Assert.DoesNotContain(0, numbers);
    }

    private static T OnThread<T>(Func<T> body)
    {
        var result = default(T);
        var thread = new Thread(() => result = body());
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        return result!;
    }

    private sealed class Marked
    {
        internal int Holders;
    }
}
