using Microsoft.Extensions.Time.Testing;
using Zhar.Data.Sqlite;

namespace Zhar.Data.Tests.Adapters;

public sealed class ConnectionPoolTests
{
    private readonly FakeTimeProvider _clock = new();

    private readonly RepoOptions _options = new() { Adapter = new SqliteAdapter(), Database = ":memory:" };

    private int _opened;

    [Fact]
    public async Task A_returned_connection_is_given_out_again()
    {
        await using var pool = Pool(2);

        var first = await pool.Take(default);
        pool.Return(first);
        var second = await pool.Take(default);

        Assert.Same(first, second);
        Assert.Equal(1, _opened);
    }

    [Fact]
    public async Task A_connection_knows_how_long_it_lay_in_the_pool()
    {
        await using var pool = Pool(1);
        var first = await pool.Take(default);
        Assert.Equal(TimeSpan.Zero, first.IdleTime);
        pool.Return(first);

        _clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), (await pool.Take(default)).IdleTime);
    }

    [Fact]
    public async Task Whoever_waits_gets_the_next_connection_in_order()
    {
        await using var pool = Pool(1);
        var taken = await pool.Take(default);
        var first = pool.Take(default).AsTask();
        var second = pool.Take(default).AsTask();

        pool.Return(taken);

        Assert.Same(taken, await first);
        Assert.False(second.IsCompleted);
        pool.Return(taken);
        Assert.Same(taken, await second);
    }

    [Fact]
    public async Task Who_waits_in_vain_is_refused_and_told_what_to_change()
    {
        await using var pool = Pool(1);
        await pool.Take(default);
        var waiting = pool.Take(default).AsTask();

        _clock.Advance(_options.QueueInterval);

        var error = await Assert.ThrowsAsync<PoolTimeoutException>(() => waiting);
        Assert.Contains("POOL_SIZE=2", error.Message);
        Assert.Equal(0, pool.Waiting);
    }

    [Fact]
    public async Task Long_waits_are_refused_once_a_whole_interval_was_slow()
    {
        await using var pool = Pool(1);
        var taken = await pool.Take(default);
        var waits = Enumerable.Range(0, 4).Select(_ => pool.Take(default).AsTask()).ToList();
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        pool.Return(taken); // served after 500 ms: the interval begins, and even its quickest wait is long
        await waits[0];
        _clock.Advance(TimeSpan.FromMilliseconds(1000));
        pool.Return(taken);

        await Assert.ThrowsAsync<PoolTimeoutException>(() => waits[1]);
        await Assert.ThrowsAsync<PoolTimeoutException>(() => waits[3]);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        await using var pool = Pool(1);
        var taken = await pool.Take(default);
        using var cancel = new CancellationTokenSource();
        var waiting = pool.Take(cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        pool.Return(taken);
        Assert.Same(taken, await pool.Take(default));
    }

    [Fact]
    public async Task A_broken_connection_makes_room_for_another()
    {
        await using var pool = Pool(1);
        var taken = await pool.Take(default);
        var waiting = pool.Take(default).AsTask();

        taken.IsBroken = true;
        pool.Return(taken);

        Assert.NotSame(taken, await waiting);
        Assert.Equal(1, pool.Size);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_opened_leaves_the_pool_healthy()
    {
        var fails = true;
        await using var pool = new ConnectionPool("Repo", With(1), _clock, _ => fails ? throw new InvalidDataException() : Open());
        await Assert.ThrowsAsync<InvalidDataException>(async () => await pool.Take(default));

        fails = false;

        Assert.NotNull(await pool.Take(default));
    }

    [Fact]
    public async Task Renewing_replaces_all_connections()
    {
        await using var pool = Pool(2);
        var inUse = await pool.Take(default);
        var idle = await pool.Take(default);
        pool.Return(idle);

        pool.Renew();
        pool.Return(inUse);

        var next = await pool.Take(default);
        Assert.NotSame(inUse, next);
        Assert.NotSame(idle, next);
        Assert.Equal(1, pool.Size);
    }

    [Fact]
    public async Task Closing_refuses_those_who_wait()
    {
        var pool = Pool(1);
        await pool.Take(default);
        var waiting = pool.Take(default).AsTask();

        await pool.DisposeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
    }

    private ConnectionPool Pool(int size) => new("Repo", With(size), _clock, _ => Open());

    private RepoOptions With(int size)
    {
        _options.PoolSize = size;
        return _options;
    }

    private ValueTask<RepoConnection> Open()
    {
        _opened++;
        var runtime = new RepoRuntime("Repo", new SqliteAdapter(), new RepoOptions { Database = ":memory:" }, _clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        return new(new RepoConnection(runtime, runtime.Adapter.NewConnection(runtime.Options)));
    }
}
