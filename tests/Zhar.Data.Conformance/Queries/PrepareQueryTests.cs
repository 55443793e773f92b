using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Queries;

public sealed class PrepareQueryTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Theory, OnDatabases]
    public async Task DATA_098(Database database)
    {
        await using var library = await Library.Open(database);
        await using var repo = ScopedRepo.Open(library.Database.Options);
        var books = Query.From<Book>();

        // Without the option the hook adds nothing.
        Check.Equal(5, await repo.Count(books));
        repo.Seen.Clear();
        var custom = new Dictionary<string, object?> { ["author"] = 2 };
        var scoped = new ReadOptions { Custom = custom };

        Check.Equal([4L, 5L], (await repo.All(books.OrderBy(b => b.Id), scoped)).Select(b => b.Id));
        Check.Equal([4L, 5L], await repo.All(books.OrderBy(b => b.Id).Select(b => b.Id), scoped));
        Check.Null(await repo.Get<Book>(1L, scoped));
        Check.NotNull(await repo.Get<Book>(4L, scoped));
        Check.Null(await repo.GetBy<Book>(b => b.Title == "Alpha", scoped));
        Check.Equal(2, await repo.Count(books, scoped));
        Check.False(await repo.Exists(books.Where(b => b.Score == 9), scoped));
        Check.Equal(3, await repo.Aggregate(books, Aggregate.Max, b => b.Score, scoped));
        var authors = await repo.All(Query.From<Author>().OrderBy(a => a.Id).Preload(a => a.Books), scoped);
        Check.Equal([0, 2, 0], authors.Select(a => a.Books.Count));
        var streamed = new List<long>();
        await repo.Transact(async _ =>
        {
            await foreach (var book in repo.Stream(books, options: scoped))
                streamed.Add(book.Id);
        });
        Check.Equal([4L, 5L], streamed.Order());
        Check.Equal(2, await repo.UpdateAll(books, set => set.Set(b => b.Score, 0), new() { Custom = custom }));
        Check.Equal(2, await repo.DeleteAll(books, new WriteOptions { Custom = custom }));
        Check.Equal(3, await repo.Count(books));

        foreach (var operation in (QueryOperation[])[QueryOperation.All, QueryOperation.Aggregate, QueryOperation.Exists, QueryOperation.Preload, QueryOperation.Stream, QueryOperation.UpdateAll, QueryOperation.DeleteAll])
            Check.Contains((operation, 2), repo.Seen);
    }
}

/// <summary>A repo that shows each caller the books of one author alone.</summary>
public sealed partial class ScopedRepo : Repo
{
    internal List<(QueryOperation Operation, object? Author)> Seen { get; } = [];

    protected override Query<T> PrepareQuery<T>(QueryOperation operation, Query<T> query, OperationOptions options)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(options);
        Seen.Add((operation, options["author"]));
        return query.SourceType == typeof(Book) && options["author"] is int author ? query.WhereSource<Book>(b => b.AuthorId == author) : query;
    }
}
