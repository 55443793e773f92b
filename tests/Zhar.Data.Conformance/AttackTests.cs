using Xunit;
using Zhar.Conformance;
using Zhar.Data.Migrations;

namespace Zhar.Data.Conformance;

/// <summary>Hostile values and callers that give up, on real databases: what is stored comes back, what is refused says so, and the next statement works.</summary>
public sealed class AttackTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private static readonly string[] Texts =
    [
        "'; drop table notes; --", "\\'; drop table notes; --", "\\", "\"", "`", "%", "_", "~", "100%", "a_b", "{0}", "@p1 $1 :zs0z ?", "\u200b\u202e", "\U0001F600", "\r\n\t", "null", "''",
    ];

    [Theory, OnDatabases]
    public async Task Texts_come_back_and_are_found_as_they_are(Database database)
    {
        await using var test = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        var repo = test.Repo;
        foreach (var text in Texts)
            await repo.InsertOrThrow(new AttackedNote { Text = text });

        foreach (var text in Texts)
        {
            Check.Contains(text, (await repo.All(Query.From<AttackedNote>().Where(n => n.Text == text))).Select(n => n.Text));
            Check.Contains(text, (await repo.All(Query.From<AttackedNote>().Where(n => n.Text.StartsWith(text)))).Select(n => n.Text));
            Check.Contains(text, (await repo.All(Query.From<AttackedNote>().Where(n => n.Text.Contains(text)))).Select(n => n.Text));
            Check.Contains(text, (await repo.All(Query.From<AttackedNote>().Where(n => Texts.Contains(n.Text)))).Select(n => n.Text));
            Check.Contains(text, await repo.All(Query.From<AttackedNote>().Select(n => Fn.Fragment<string>($"coalesce({n.Text}, {text})"))));
        }

        var percent = "%";
        Check.Equal(2, (await repo.All(Query.From<AttackedNote>().Where(n => n.Text.Contains(percent)))).Count);
    }

    [Theory, OnDatabases]
    public async Task Texts_that_no_database_holds_are_refused_and_the_connection_goes_on(Database database)
    {
        await using var test = await TestDatabase.Create(database, [typeof(CreateNotes)], static o => o.PoolSize = 1);
        foreach (var text in (string[])["a\0b", "lone \ud800", "\udc00"])
        {
            var error = await Record.ExceptionAsync(() => test.Repo.InsertOrThrow(new AttackedNote { Text = text }));
            Check.True(error is null or DatabaseException or ArgumentException);
            if (database == Database.PostgreSQL && text.Contains('\0', StringComparison.Ordinal))
                Check.Equal(400, Assert.IsType<DatabaseException>(error).StatusCode);
            Check.Equal(1, (await test.Repo.Query("select 1")).Rows.Count);
        }
    }

    [Theory, OnDatabases]
    public async Task Paths_and_identifiers_from_outside_stay_in_their_quotes(Database database)
    {
        await using var test = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        await test.Repo.InsertOrThrow(new AttackedNote { Text = """{"a": "found", "it's": "quoted", "b\\c": "back", "d\"e": "double"}""" });
        foreach (var (path, expected) in ((string, string?)[])[("a", "found"), ("it's", "quoted"), ("\\' or 1=1 -- ", null), ("') or ('1'='1", null), ("{0}", null), ("b\\c", "back"), ("d\"e", "double")])
        {
            if (database == Database.SQLite && path.AsSpan().ContainsAny('\\', '"'))
                continue;
            var texts = await test.Repo.All(Query.From<AttackedNote>().Select(n => Fn.JsonText(n.Text, path)));
            Check.Equal(expected, Assert.Single(texts));
        }

        foreach (var name in (string[])["text\"; drop table notes; --", "text`; drop table notes; --", "{1}"])
        {
            var other = " or 1=1 or ";
            await Assert.ThrowsAsync<DatabaseException>(() => test.Repo.All(Query.From<AttackedNote>().Where(n => Fn.Fragment<bool>($"n.{Fn.Identifier(name)} = n.{Fn.Identifier(other)}"))));
            await Assert.ThrowsAsync<DatabaseException>(() => test.Repo.All(Query.From<AttackedNote>(name)));
            await Assert.ThrowsAsync<DatabaseException>(() => test.Repo.All(Query.From<AttackedNote>(), new() { Prefix = name }));
            await Assert.ThrowsAsync<DatabaseException>(() => test.Repo.Get<AttackedNote>(1, new() { Prefix = name }));
        }

        Check.Equal(1, (await test.Repo.All(Query.From<AttackedNote>())).Count);
    }

    [Theory, OnDatabases]
    public async Task A_value_that_is_refused_is_not_told(Database database)
    {
        await using var test = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        var secret = "topsecret-" + new string('x', 300);
        await test.Repo.InsertOrThrow(new AttackedNote { Text = "n", Code = "topsecret-" + new string('x', 80) });
        var duplicate = await Record.ExceptionAsync(() => test.Repo.InsertOrThrow(new AttackedNote { Text = "n", Code = "topsecret-" + new string('x', 80) }));
        var tooLong = await Record.ExceptionAsync(() => test.Repo.InsertOrThrow(new AttackedNote { Text = "n", Code = secret }));
        var wrongType = await Record.ExceptionAsync(() => test.Repo.Query(database == Database.MariaDB ? "insert into notes (id, text) values ($1, 'x')".Replace("$1", "@p1", StringComparison.Ordinal) : "insert into notes (id, text) values ($1, 'x')", [secret]));

        foreach (var error in (Exception?[])[duplicate, tooLong, wrongType])
        {
            Check.False(error is not null && error.ToString().Contains("topsecret", StringComparison.Ordinal));
        }

        Check.True(duplicate is ConstraintException);
        Check.True(database == Database.SQLite || tooLong is DatabaseException);
        Check.True(wrongType is DatabaseException);
    }

    [Theory, OnDatabases]
    public async Task A_statement_that_is_cancelled_in_a_transaction_rolls_it_back_and_frees_the_connection(Database database)
    {
        await using var test = await TestDatabase.Create(database, [typeof(CreateNotes)], static o => o.PoolSize = 1);
        var slow = database switch
        {
            Database.PostgreSQL => "select pg_sleep(30)",
            Database.MariaDB => "select sleep(30)",
            _ => "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
        };
        for (var round = 0; round < 3; round++)
        {
            using var cancel = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Repo.Transact(async _ =>
            {
                await test.Repo.InsertOrThrow(new AttackedNote { Text = "lost" });
                cancel.CancelAfter(TimeSpan.FromMilliseconds(30));
                await Task.Run(() => test.Repo.Query(slow, cancellationToken: cancel.Token));
            }));
            Check.Equal(0, (await test.Repo.All(Query.From<AttackedNote>())).Count);
        }

        using var atEnd = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Repo.Transact(
            async _ =>
            {
                await test.Repo.InsertOrThrow(new AttackedNote { Text = "lost" });
                await atEnd.CancelAsync();
            },
            cancellationToken: atEnd.Token));
        Check.Equal(0, (await test.Repo.All(Query.From<AttackedNote>())).Count);
        Check.True((await test.Repo.Transact(async _ => await test.Repo.InsertOrThrow(new AttackedNote { Text = "kept" }))).IsOk);
        Check.Equal("kept", Assert.Single(await test.Repo.All(Query.From<AttackedNote>())).Text);
    }

    [Theory, OnDatabases]
    public async Task A_pool_without_a_free_connection_refuses_and_recovers(Database database)
    {
        await using var test = await TestDatabase.Create(database, [typeof(CreateNotes)], static o =>
        {
            o.PoolSize = 1;
            o.QueueTarget = TimeSpan.FromMilliseconds(5);
            o.QueueInterval = TimeSpan.FromMilliseconds(20);
        });
        await test.Repo.Transact(async _ =>
        {
            Task<Exception?>[] others;
            using (ExecutionContext.SuppressFlow())
                others = [.. Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => test.Repo.Query("select 1"))))];
            foreach (var error in await Task.WhenAll(others))
                Check.True(error is PoolTimeoutException);
        });

        Check.Equal(1, (await test.Repo.Query("select 1")).Rows.Count);
    }

    [Migration(1)]
    public sealed class CreateNotes : Migration
    {
        public override void Change()
        {
            Create.Table("notes", t =>
            {
                t.Text("text").NotNull();
                t.String("code");
            });
            Create.UniqueIndex("notes", "code");
        }
    }
}

[Schema("notes")]
public partial record AttackedNote
{
    [PrimaryKey] public long Id { get; init; }
    public string Text { get; init; } = "";
    public string? Code { get; init; }
}
