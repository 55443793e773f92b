using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Zhar.Data.Testing;

/// <summary>A connection to nothing.</summary>
internal sealed class RecordingConnection(RecordingAdapter adapter) : DbConnection
{
    private ConnectionState _state;

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "recorded";

    public override string DataSource => "";

    public override string ServerVersion => "";

    public override ConnectionState State => _state;

    public override void ChangeDatabase(string databaseName)
    {
    }

    public override void Open() => _state = ConnectionState.Open;

    public override void Close() => _state = ConnectionState.Closed;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException("The adapter begins transactions itself.");

    protected override DbCommand CreateDbCommand() => new RecordingCommand(adapter) { Connection = this };
}

/// <summary>A command that is recorded.</summary>
internal sealed class RecordingCommand(RecordingAdapter adapter) : DbCommand
{
    private readonly LooseParameters _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; }

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
    }

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery() => Run() is { } rows ? rows.Count : 1;

    public override object? ExecuteScalar() => Run() is [[var value, ..], ..] ? value : null;

    protected override DbParameter CreateDbParameter() => new LooseParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var isRead = CommandText.AsSpan().TrimStart().StartsWith("select", StringComparison.OrdinalIgnoreCase) || CommandText.AsSpan().TrimStart().StartsWith("with", StringComparison.OrdinalIgnoreCase);
        return new RecordingReader(Run() ?? (isRead ? [] : [RecordingReader.Counted]));
    }

    private IReadOnlyList<object?[]>? Run() => adapter.Run(CommandText, [.. _parameters.Cast<DbParameter>().Select(static p => p.Value is DBNull ? null : p.Value)]);
}
