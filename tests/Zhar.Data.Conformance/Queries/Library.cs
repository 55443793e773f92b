using Zhar.Conformance;

namespace Zhar.Data.Conformance.Queries;

/// <summary>A small database: two teams, three authors, five books, their reviews and genres, and a tree of categories.</summary>
public sealed class Library : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private Library(TestDatabase database) => _database = database;

    public TestRepo Repo => _database.Repo;

    public TestDatabase Database => _database;

    public static async Task<Library> Open(Database database)
    {
        var made = await TestDatabase.Create(database);
        foreach (var sql in Sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            await made.Repo.Query(sql);
        return new(made);
    }

    /// <summary>The rows of a query with a plan that is made, with the one that was kept, and without keeping plans: they and their SQL must be the same.</summary>
    public async Task<List<T>> All<T>(Query<T> query)
    {
        var compiler = Repo.Runtime.Queries;
        var made = await Repo.All(query);
        var kept = await Repo.All(query);
        var sql = Repo.ToSql(query).Sql;
        compiler.UsesCache = false;
        try
        {
            Check.Equal(await Repo.All(query), made);
            Check.Equal(Repo.ToSql(query).Sql, sql);
        }
        finally
        {
            compiler.UsesCache = true;
        }

        Check.Equal(made, kept);
        return made;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private const string Sql = """
        create table teams (id integer primary key, name varchar(50) not null);
        create table authors (id integer primary key, name varchar(50) not null, age integer, role varchar(20) not null, team_id integer);
        create table books (id bigint primary key, title varchar(50) not null, author_id integer not null, score integer not null, is_published boolean not null);
        create table reviews (id integer primary key, book_id bigint not null, stars integer not null);
        create table genres (id integer primary key, name varchar(50) not null);
        create table books_genres (book_id bigint not null, genre_id integer not null);
        create table categories (id integer primary key, parent_id integer, name varchar(50) not null);
        insert into teams (id, name) values (1, 'North'), (2, 'South');
        insert into authors (id, name, age, role, team_id) values (1, 'Ann', 40, 'admin', 1), (2, 'Bob', 30, 'member', 1), (3, 'Cid', null, 'member', null);
        insert into books (id, title, author_id, score, is_published) values (1, 'Alpha', 1, 5, true), (2, 'Beta', 1, 9, true), (3, 'Gamma', 1, 7, false), (4, 'Delta', 2, 3, true), (5, 'Epsilon_x', 2, 3, false);
        insert into reviews (id, book_id, stars) values (1, 1, 4), (2, 1, 2), (3, 4, 5);
        insert into genres (id, name) values (1, 'Prose'), (2, 'Verse');
        insert into books_genres (book_id, genre_id) values (1, 1), (1, 2), (2, 1);
        insert into categories (id, parent_id, name) values (1, null, 'root'), (2, 1, 'a'), (3, 1, 'b'), (4, 2, 'aa'), (5, null, 'other')
        """;
}
