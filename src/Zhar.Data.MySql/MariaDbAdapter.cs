[assembly: Zhar.Data.DataAdapter(typeof(Zhar.Data.MySql.MariaDbAdapter))]

namespace Zhar.Data.MySql;

/// <summary>MariaDB by MySqlConnector. INSERT and DELETE return rows; UPDATE does not.</summary>
public sealed class MariaDbAdapter : MySqlFamilyAdapter
{
    /// <inheritdoc/>
    public override string Name => "MariaDB";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Schemes { get; } = ["mariadb"];

    /// <inheritdoc/>
    public override AdapterCapabilities Capabilities { get; } = new()
    {
        Returning = true,
        LastInsertId = true,
        Prefixes = true,
        RowLocks = true,
        ForeignKeyNames = true,
        MaxParameters = 65_535,
    };
}
