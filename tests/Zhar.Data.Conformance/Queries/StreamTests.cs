using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Queries;

public sealed class StreamTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Theory, OnDatabases]
    public async Task Streams_of_several_types_lie_inside_of_each_other_and_come_one_after_the_other(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;

        var pairs = 0;
        await repo.Transact(async _ =>
        {
            await foreach (var book in repo.Stream(Query.From<Book>().OrderBy(b => b.Id), maxRows: 2))
            {
                await foreach (var name in repo.Stream(Query.From<Author>().OrderBy(a => a.Id).Select(a => a.Name), maxRows: 2))
                    pairs++;
            }
        });
        Check.Equal(15, pairs);

        // A driver that keeps statements must not read the rows of one as those of the other.
        for (var round = 0; round < 3; round++)
        {
            var (books, names) = (0, 0);
            await repo.Transact(async _ =>
            {
                await foreach (var book in repo.Stream(Query.From<Book>().OrderBy(b => b.Id), maxRows: 1))
                    books++;
            });
            await repo.Transact(async _ =>
            {
                await foreach (var name in repo.Stream(Query.From<Author>().Select(a => a.Name), maxRows: 1))
                    names++;
            });
            Check.Equal((5, 3), (books, names));
        }
    }

    [Theory, OnDatabases]
    public async Task A_stream_ends_at_the_limit_of_its_query_and_keeps_its_lock(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;
        var books = Query.From<Book>().OrderBy(b => b.Id);

        Check.Equal([1L, 2L], await Ids(books.Limit(2), 2, null));
        Check.Equal([1L, 2L, 3L], await Ids(books.Limit(3), 2, null));
        Check.Equal([1L, 2L, 3L, 4L], await Ids(books.Limit(4), 2, null));
        if (database != Database.SQLite)
            Check.Equal([1L, 2L, 3L, 4L, 5L], await Ids(books, 2, new ReadOptions { Lock = RowLock.ForUpdate }));

        async Task<List<long>> Ids(Query<Book> query, int maxRows, ReadOptions? options)
        {
            var ids = new List<long>();
            await repo.Transact(async _ =>
            {
                await foreach (var book in repo.Stream(query, maxRows, options))
                {
                    ids.Add(book.Id);
                    if (ids.Count > 20)
                        break;
                }
            });
            return ids;
        }
    }

    [Theory, OnDatabases]
    public async Task What_goes_wrong_inside_of_a_stream_comes_out_as_itself(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;

        var refused = await Check.ThrowsAsync<DatabaseException>(() => Stream(_ => repo.Query("insert into teams (id, name) values (1, 'twice')")));
        Check.Contains("twice", refused.Sql!);
        await Check.ThrowsAsync<InvalidDataException>(() => Stream(async _ =>
        {
            await Record.ExceptionAsync(() => repo.Query("insert into teams (id, name) values (1, 'twice')"));
            throw new InvalidDataException();
        }));
        using var cancelled = new CancellationTokenSource();
        await Check.ThrowsAnyAsync<OperationCanceledException>(() => Stream(async _ =>
        {
            await cancelled.CancelAsync();
            await repo.Query("select 1", cancellationToken: cancelled.Token);
        }));
        Check.Equal(5, await repo.Count(Query.From<Book>()));

        Task Stream(Func<Book, Task> body) => repo.Transact(async _ =>
        {
            await foreach (var book in repo.Stream(Query.From<Book>().OrderBy(b => b.Id), maxRows: 2))
                await body(book);
        });
    }

    [Fact]
    public async Task Reading_rows_on_SQLite_can_be_cancelled()
    {
        await using var library = await Library.Open(Database.SQLite);
        using var soon = new CancellationTokenSource(100);

        await Check.ThrowsAnyAsync<OperationCanceledException>(() => library.Repo.Query(
            "with recursive c(n) as (select 1 union all select n + 1 from c) select n from c where n % 1000000 = 0", cancellationToken: soon.Token));

        Check.Equal(5, await library.Repo.Count(Query.From<Book>()));
    }
}
