using System.Data.Common;

namespace Zhar.Data.Migrations;

/// <summary>The table of applied versions.</summary>
internal sealed class VersionTable(MigrationDatabase database, string name, string? prefix)
{
    private readonly TableName _table = new(Names.Check(name, "table"), prefix);

    internal async Task Create(CancellationToken cancellationToken)
    {
        if (await Exists().ConfigureAwait(false))
            return;
        var create = new CreateTable(
            _table,
            [
                new ColumnDefinition("version", ColumnType.BigInteger) { IsPrimaryKey = true, IsNullable = false },
                new ColumnDefinition("inserted_at", ColumnType.DateTimeUtc) { IsNullable = false },
            ],
            IfNotExists: true,
            null,
            null);
        var connection = database.NewConnection(null);
        foreach (var sql in await database.Ddl.Generate(create, connection).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await connection.Execute(sql).ConfigureAwait(false);
        }
    }

    /// <summary>The applied versions; none when there is no table yet.</summary>
    internal async Task<IReadOnlySet<long>> Read(CancellationToken cancellationToken)
    {
        if (!await Exists().ConfigureAwait(false))
            return new HashSet<long>();
        cancellationToken.ThrowIfCancellationRequested();
        var versions = await database.NewConnection(null).Query($"select {Version} from {database.Ddl.Quote(_table)}", static row => row.GetInt64(0)).ConfigureAwait(false);
        return versions.ToHashSet();
    }

    internal async Task Add(long version, DateTimeOffset now, DbTransaction? transaction)
    {
        // As text where the type is one, and as what the driver takes for a time elsewhere.
        object time = database.Ddl.HasPrefixes ? now.UtcDateTime : now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
        await database.NewConnection(transaction).Execute(
            $"insert into {database.Ddl.Quote(_table)} ({Version}, {database.Ddl.Quote("inserted_at")}) values (@p0, @p1)", version, time).ConfigureAwait(false);
    }

    internal async Task Remove(long version, DbTransaction? transaction) =>
        await database.NewConnection(transaction).Execute($"delete from {database.Ddl.Quote(_table)} where {Version} = @p0", version).ConfigureAwait(false);

    private string Version => database.Ddl.Quote("version");

    private async Task<bool> Exists() =>
        (await database.NewConnection(null).Query(database.Ddl.CountTablesSql, static row => row.GetInt64(0), prefix, _table.Name).ConfigureAwait(false))[0] > 0;
}
