using System.Data.Common;

namespace Zhar.Data.Tests;

/// <summary>As much of a MySQL adapter as the text of a query needs.</summary>
internal sealed class MySqlStandIn : Adapter
{
    public override string Name => "MySQL";

    public override IReadOnlyList<string> Schemes => ["mysql"];

    public override Dialect Dialect { get; } = new StandInDialect();

    public override AdapterCapabilities Capabilities { get; } = new();

    public override bool Owns(DbConnection connection) => false;

    public override DbConnection NewConnection(RepoOptions options) => throw new NotSupportedException();

    public override DbParameter NewParameter(DbCommand command, int position, FieldType? type) => throw new NotSupportedException();

    public override ConstraintViolation? FindViolation(DbException error) => null;

    public override bool IsDisconnect(Exception error) => false;

    private sealed class StandInDialect : Dialect
    {
        public override string Name => "mysql";
    }
}
