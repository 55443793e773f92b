[assembly: Zhar.Data.DataAdapter(typeof(Zhar.Data.MySql.MySqlAdapter))]

namespace Zhar.Data.MySql;

/// <summary>MySQL 8 by MySqlConnector. It returns no rows from writes, so keys that the server makes are asked for afterwards.</summary>
public sealed class MySqlAdapter : MySqlFamilyAdapter
{
    /// <inheritdoc/>
    public override string Name => "MySQL";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Schemes { get; } = ["mysql"];

    /// <summary>The usual port is MariaDB's too; this adapter works with both, MariaDB's own asks less often.</summary>
    public override bool Recognizes(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Port == 3306;
    }

    /// <inheritdoc/>
    public override AdapterCapabilities Capabilities { get; } = new()
    {
        LastInsertId = true,
        Prefixes = true,
        RowLocks = true,
        ForeignKeyNames = true,
        MaxParameters = 65_535,
    };
}
