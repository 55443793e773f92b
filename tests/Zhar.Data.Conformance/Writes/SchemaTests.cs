using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

public sealed class SchemaTests(ITestOutputHelper output) : WriteCase(output)
{
    [Theory, OnDatabases]
    public async Task DATA_046(Database database)
    {
        var repo = await On(database);

        var member = await repo.InsertOrThrow(Member.Changeset(new(), Of(("name", "Ann"), ("nick", "A"))));

        Check.Equal("A", member.Nick);
        Check.Null((await repo.GetOrThrow<Member>(member.Id)).Nick);
        Check.DoesNotContain(Statements, s => s.Sql.Contains("nick", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, OnDatabases]
    public async Task DATA_047(Database database)
    {
        var repo = await On(database);
        var before = DateTime.UtcNow.AddSeconds(-1);

        var member = await repo.InsertOrThrow(new Member { Name = "Ann" });
        Check.True(member.InsertedAt > before && member.InsertedAt == member.UpdatedAt);

        var same = await repo.UpdateOrThrow(member.Change());
        Check.Equal(member.UpdatedAt, same.UpdatedAt);

        var changed = await repo.UpdateOrThrow(member.Change().PutChange(m => m.Name, "Bea"));
        Check.True(changed.UpdatedAt > member.UpdatedAt);
        Check.Equal(member.InsertedAt, changed.InsertedAt);
        Check.Equal(changed.UpdatedAt, (await repo.GetOrThrow<Member>(member.Id)).UpdatedAt);

        var given = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        var explicitly = await repo.InsertOrThrow(new Member { Name = "Old", InsertedAt = given, UpdatedAt = given });
        Check.Equal(given, (await repo.GetOrThrow<Member>(explicitly.Id)).InsertedAt);
    }

    [Theory, OnDatabases]
    public async Task DATA_048(Database database)
    {
        var repo = await On(database);
        var key = Guid.NewGuid();

        var first = await repo.InsertOrThrow(new Member { Name = "Ann" });
        var second = await repo.InsertOrThrow(new Member { Name = "Bob" });
        var made = await repo.InsertOrThrow(new Note { Text = "a" });
        var given = await repo.InsertOrThrow(new Note { Id = key, Text = "b" });

        Check.True(first.Id > 0 && second.Id > first.Id);
        Check.Equal(7, made.Id.Version);
        Check.Equal(key, given.Id);
        Check.Equal("b", (await repo.GetOrThrow<Note>(key)).Text);
    }

    [Theory, OnDatabases]
    public async Task DATA_049(Database database)
    {
        var repo = await On(database);
        var seat = await repo.InsertOrThrow(new Seat { RowNumber = 1, Place = 2 });
        await repo.InsertOrThrow(new Seat { RowNumber = 1, Place = 3 });

        await repo.UpdateOrThrow(seat.Change().PutChange(s => s.Guest, "Ann"));

        Check.Equal("Ann", (await repo.ReloadOrThrow(seat)).Guest);
        Check.Null((await repo.GetBy<Seat>(new Dictionary<string, object?> { ["RowNumber"] = 1, ["Place"] = 3 }))!.Guest);
        await repo.DeleteOrThrow(seat);
        Check.Null(await repo.Reload(seat));
        Check.Equal(1L, await CountOf("seats"));

        Forget();
        var error = await Check.ThrowsAsync<SchemaException>(() => repo.Update(new Member { Name = "x" }.Change().PutChange(m => m.Name, "y")));
        Check.Contains("Id is missing", error.Message);
        Check.Empty(Statements);
    }

    [Theory, OnDatabases]
    public async Task DATA_050(Database database)
    {
        var repo = await On(database);

        var member = await repo.InsertOrThrow(new Member { Name = "Ann" });
        Check.Equal("carpe diem", member.Motto);

        await repo.Query("update members set motto = 'memento mori'");
        var updated = await repo.UpdateOrThrow(member.Change().PutChange(m => m.Name, "Bea"));
        Check.Equal("memento mori", updated.Motto);
    }

    [Theory, OnDatabases]
    public async Task DATA_055(Database database)
    {
        var repo = await On(database);
        var member = await repo.InsertOrThrow(new Member { Name = "Ann", Home = new Place { City = "Rome", Stars = 5 } }.Change().PutEmbed(m => m.Travels, [new Place { City = "Oslo" }, new Place { City = "Bern" }]));

        Check.NotNull(member.Home?.Id);
        Check.Equal(2, member.Travels.Select(t => t.Id).Where(id => id is not null).Distinct().Count());
        var read = await repo.GetOrThrow<Member>(member.Id);
        Check.Equal(member.Home, read.Home);
        Check.Equal(["Oslo", "Bern"], read.Travels.Select(t => t.City));
        Check.Equal(3, read.Travels[0].Stars);

        await repo.Query("update members set home = '{\"city\": \"Pisa\"}'");
        Check.Equal(3, (await repo.GetOrThrow<Member>(member.Id)).Home!.Stars);

        var gone = await repo.UpdateOrThrow(read.Change().PutEmbed(m => m.Travels, [read.Travels[1]]));
        Check.Equal(["Bern"], (await repo.GetOrThrow<Member>(gone.Id)).Travels.Select(t => t.City));
    }

    [Theory, OnDatabases]
    public async Task DATA_056(Database database)
    {
        var repo = await On(database);
        var utc = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc).AddTicks(1234560);
        var local = DateTime.SpecifyKind(utc, DateTimeKind.Unspecified);

        var fact = await repo.InsertOrThrow(new Fact { Utc = utc, Local = local, At = new DateTimeOffset(utc).ToOffset(TimeSpan.FromHours(5)), Day = new(2024, 5, 6), Hour = new(7, 8, 9) });
        var read = await repo.GetOrThrow<Fact>(fact.Id);

        Check.Equal((utc, DateTimeKind.Utc), (read.Utc!.Value, read.Utc.Value.Kind));
        Check.Equal((local, DateTimeKind.Unspecified), (read.Local!.Value, read.Local.Value.Kind));
        Check.Equal(utc, read.At!.Value.UtcDateTime);
        Check.Equal(TimeSpan.Zero, read.At.Value.Offset);
        Check.Equal(new DateOnly(2024, 5, 6), read.Day);
        Check.Equal(new TimeOnly(7, 8, 9), read.Hour);
        Check.False(new Fact().Change().PutChange("Utc", utc).IsValid && new Fact().Cast(Of(("local", utc)), f => f.Local).GetChange(f => f.Local) is { Kind: DateTimeKind.Utc });
    }

    [Theory, OnDatabases]
    public async Task DATA_057(Database database)
    {
        var repo = await On(database);

        var fact = await repo.InsertOrThrow(new Fact { Amount = 1.5000m, Ratio = 0.1, Key = Guid.Parse("00000000-0000-0000-0000-00000000000a"), Flag = true, Raw = [1, 0, 255], Words = ["a", "b,\"c"] });
        var read = await repo.GetOrThrow<Fact>(fact.Id);

        Check.Equal("1.5000", read.Amount!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Check.Equal((0.1, true, fact.Key), (read.Ratio!.Value, read.Flag, read.Key));
        Check.Equal([1, 0, 255], read.Raw!);
        Check.Equal(["a", "b,\"c"], read.Words);
        Check.False(new Fact().Cast(Of(("ratio", "NaN")), f => f.Ratio).IsValid);
    }
}
