using System.Collections;
using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

public enum TicketState
{
    Open,
    [EnumValue("in-progress")] InProgress,
    WaitingForReply,
}

[StoredAs(EnumStorage.Integer)]
public enum Severity
{
    Low = 10,
    High = 20,
}

/// <summary>A code, as people write it. Its letters' case is kept, but makes no difference.</summary>
public sealed record TicketCode(string Text);

/// <summary>Stored behind a mark, so that a text that was not dumped, or not loaded, shows.</summary>
public sealed class TicketCodeType : CustomType<TicketCode, string>
{
    private const string Mark = "code:";

    public override string Name => "ticket_code";

    protected override CastResult CastInput(object input) => input is string text && text.Contains('-', StringComparison.Ordinal) ? CastResult.Ok(new TicketCode(text)) : CastResult.Invalid();

    protected override string ToStored(TicketCode value) => Mark + value.Text;

    protected override TicketCode FromStored(string stored) => new(stored[Mark.Length..]);

    protected override bool AreEqual(TicketCode left, TicketCode right) => left.Text.Equals(right.Text, StringComparison.OrdinalIgnoreCase);
}

[Schema("tickets")]
public partial record Ticket
{
    [PrimaryKey] public int Id { get; init; }
    public TicketState State { get; init; }
    public Severity? Severity { get; init; }
    [FieldType(typeof(TicketCodeType))] public TicketCode? Code { get; init; }
}

[Schema("switches")]
public partial record Switch
{
    [PrimaryKey] public int Id { get; init; }
    public BitArray? Panel { get; init; }
}

public sealed class TypeTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Theory, OnDatabases]
    public async Task DATA_052(Database database)
    {
        await using var made = await Tickets(database);
        var repo = made.Repo;
        var cast = new Ticket { Id = 1 }.Cast(Of(("state", "in-progress"), ("severity", "20")), t => new { t.State, t.Severity });
        Check.True(cast.IsValid);
        await repo.InsertOrThrow(cast);
        await repo.InsertOrThrow(new Ticket { Id = 2, State = TicketState.WaitingForReply, Severity = Severity.Low });
        await repo.InsertOrThrow(new Ticket { Id = 3 });

        // As text by default, as the number that was chosen.
        var stored = (await repo.Query("select state, severity from tickets order by id")).Rows;
        Check.Equal(["in-progress", "waiting_for_reply", "open"], stored.Select(static row => row[0]));
        Check.Equal([20L, 10L], stored.Take(2).Select(static row => Convert.ToInt64(row[1], System.Globalization.CultureInfo.InvariantCulture)));
        Check.Null(stored[2][1]);

        var read = await repo.GetOrThrow<Ticket>(1);
        Check.Equal((TicketState.InProgress, Severity.High), (read.State, read.Severity!.Value));
        var state = TicketState.WaitingForReply;
        Check.Equal([2], await repo.All(Query.From<Ticket>().Where(t => t.State == state && t.Severity == Severity.Low).Select(t => t.Id)));
        Check.Equal([TicketState.InProgress, TicketState.WaitingForReply, TicketState.Open], await repo.All(Query.From<Ticket>().OrderBy(t => t.Id).Select(t => t.State)));
        Check.Equal([Severity.High, Severity.Low, null], await repo.All(Query.From<Ticket>().OrderBy(t => t.Id).Select(t => t.Severity)));
        await repo.UpdateAll(Query.From<Ticket>().Where(t => t.Id == 3), set => set.Set(t => t.State, state).Set(t => t.Severity, Severity.High));
        Check.Equal((TicketState.WaitingForReply, Severity.High), ((await repo.GetOrThrow<Ticket>(3)).State, (await repo.GetOrThrow<Ticket>(3)).Severity!.Value));

        var bad = new Ticket().Cast(Of(("state", "lost"), ("severity", "15")), t => new { t.State, t.Severity });
        Check.Equal(["is invalid"], bad.ErrorsOn(t => t.State));
        Check.Equal(["is invalid"], bad.ErrorsOn(t => t.Severity));
        Check.Equal(["open", "in-progress", "waiting_for_reply"], (IEnumerable<string>)bad.Errors.Single(static e => e.Field == "State").Metadata["enum"]!);

        await repo.Query("update tickets set state = 'lost' where id = 1");
        foreach (var error in new[]
        {
            await Check.ThrowsAsync<SchemaException>(() => repo.GetOrThrow<Ticket>(1)),
            await Check.ThrowsAsync<SchemaException>(() => repo.All(Query.From<Ticket>())),
            await Check.ThrowsAsync<SchemaException>(() => repo.All(Query.From<Ticket>().Select(t => t.State))),
        })
        {
            Check.Contains("State", error.Message);
            Check.Contains("'lost'", error.Message);
        }

        await repo.Query("update tickets set severity = 15 where id = 2");
        var unknown = await Check.ThrowsAsync<SchemaException>(() => repo.GetOrThrow<Ticket>(2));
        Check.Contains("Ticket.Severity", unknown.Message);
        Check.Contains("'15'", unknown.Message);
    }

    [Theory, OnDatabases]
    public async Task DATA_053(Database database)
    {
        await using var made = await Tickets(database);
        var repo = made.Repo;

        var cast = new Ticket { Id = 1 }.Cast(Of(("code", "Ab-1")), t => t.Code);
        Check.Equal(new TicketCode("Ab-1"), cast.GetChange(t => t.Code));
        Check.Equal(["is invalid"], new Ticket().Cast(Of(("code", "none")), t => t.Code).ErrorsOn(t => t.Code));
        await repo.InsertOrThrow(cast);
        await repo.InsertOrThrow(new Ticket { Id = 2 });

        Check.Equal(["code:Ab-1", null], (await repo.Query("select code from tickets order by id")).Rows.Select(static row => row[0]));
        var read = await repo.GetOrThrow<Ticket>(1);
        Check.Equal(new TicketCode("Ab-1"), read.Code);
        Check.Null((await repo.GetOrThrow<Ticket>(2)).Code);
        var code = new TicketCode("Ab-1");
        Check.Equal([1], await repo.All(Query.From<Ticket>().Where(t => t.Code == code).Select(t => t.Id)));
        Check.Equal([code, null], await repo.All(Query.From<Ticket>().OrderBy(t => t.Id).Select(t => t.Code)));

        // What is equal is no change, so nothing is written.
        var same = read.Cast(Of(("code", "aB-1")), t => t.Code);
        Check.False(same.Changed(t => t.Code));
        Check.False(read.Change().PutChange(t => t.Code, new TicketCode("AB-1")).Changed(t => t.Code));
        await repo.UpdateOrThrow(same);
        Check.Equal("code:Ab-1", (await repo.Query("select code from tickets where id = 1")).Rows[0][0]);

        await repo.UpdateOrThrow(read.Cast(Of(("code", "b-2")), t => t.Code));
        Check.Equal(new TicketCode("b-2"), (await repo.GetOrThrow<Ticket>(1)).Code);
        var other = new TicketCode("c-3");
        await repo.UpdateAll(Query.From<Ticket>(), set => set.Set(t => t.Code, other));
        Check.Equal(["code:c-3", "code:c-3"], (await repo.Query("select code from tickets")).Rows.Select(static row => row[0]));
    }

    [Theory, OnDatabases]
    public async Task DATA_053_bits(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var repo = made.Repo;
        await repo.Query($"create table switches (id integer primary key, panel {(database == Database.PostgreSQL ? "bit varying" : "text")})");
        BitArray on = new([true, false, true]);

        await repo.InsertOrThrow(new Switch { Id = 1, Panel = on });
        await repo.InsertAll([new Switch { Id = 2, Panel = new([false]) }, new Switch { Id = 3 }]);

        Check.Equal(["101", "0", null], (await repo.Query("select panel from switches order by id")).Rows.Select(static row => row[0] is BitArray bits ? Text(bits) : (string?)row[0]));
        Check.Equal(["101", "0", null], (await repo.All(Query.From<Switch>().OrderBy(s => s.Id))).Select(static s => s.Panel is { } panel ? Text(panel) : null));
        Check.Equal([1], await repo.All(Query.From<Switch>().Where(s => s.Panel == on).Select(s => s.Id)));

        var cast = (await repo.GetOrThrow<Switch>(2)).Cast(Of(("panel", "11")), s => new { s.Panel });
        Check.Equal("11", Text((await repo.UpdateOrThrow(cast)).Panel!));
        Check.Empty((await repo.GetOrThrow<Switch>(2)).Cast(Of(("panel", "11")), s => new { s.Panel }).Changes);
        Check.Equal(["is invalid"], new Switch().Cast(Of(("panel", "012")), s => new { s.Panel }).ErrorsOn(s => s.Panel));
    }

    private static string Text(BitArray bits) => string.Concat(bits.Cast<bool>().Select(static bit => bit ? '1' : '0'));

    private static async Task<TestDatabase> Tickets(Database database)
    {
        var made = await TestDatabase.Create(database);
        await made.Repo.Query("create table tickets (id integer primary key, state varchar(50) not null, severity integer, code varchar(50))");
        return made;
    }

    private static Params Of(params (string Key, object? Value)[] values) => values.Aggregate(Params.Empty, static (all, one) => all.With(one.Key, one.Value));
}
