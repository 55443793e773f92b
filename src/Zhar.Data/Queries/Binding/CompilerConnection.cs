using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Zhar.Data;

/// <summary>A connection to nothing: the query compiler runs its statement here, so that its text and parameters can be taken. Its reader has one row, in which each column holds its own position.</summary>
internal sealed class CompilerConnection : DbConnection
{
    private ConnectionState _state = ConnectionState.Open;

    /// <summary>The statements that were run.</summary>
    internal List<CompiledStatement> Statements { get; } = [];

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "";

    public override string DataSource => "";

    public override string ServerVersion => "15.0";

    public override ConnectionState State => _state;

    public override void ChangeDatabase(string databaseName)
    {
    }

    public override void Close() => _state = ConnectionState.Closed;

    public override void Open() => _state = ConnectionState.Open;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new CompilerCommand(this);
}

/// <summary>A statement as the compiler has made it.</summary>
internal sealed record CompiledStatement(string Text, IReadOnlyList<DbParameter> Parameters);

/// <summary>A command that only records.</summary>
internal sealed class CompilerCommand(CompilerConnection connection) : DbCommand
{
    private readonly LooseParameters _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
    }

    public override int ExecuteNonQuery()
    {
        connection.Statements.Add(new(CommandText, [.. _parameters.Cast<DbParameter>()]));
        return 0;
    }

    public override object? ExecuteScalar()
    {
        connection.Statements.Add(new(CommandText, [.. _parameters.Cast<DbParameter>()]));
        return null;
    }

    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => new LooseParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        connection.Statements.Add(new(CommandText, [.. _parameters.Cast<DbParameter>()]));
        return new CompilerReader();
    }
}

/// <summary>One row; the value of each column is its position.</summary>
internal sealed class CompilerReader : DbDataReader
{
    private int _row;

    public override int Depth => 0;

    public override int FieldCount => 1_000;

    public override bool HasRows => true;

    public override bool IsClosed => false;

    public override int RecordsAffected => 0;

    public override object this[int ordinal] => ordinal;

    public override object this[string name] => throw new NotSupportedException();

    public override bool GetBoolean(int ordinal) => throw new NotSupportedException();

    public override byte GetByte(int ordinal) => (byte)ordinal;

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override char GetChar(int ordinal) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override string GetDataTypeName(int ordinal) => "integer";

    public override DateTime GetDateTime(int ordinal) => throw new NotSupportedException();

    public override decimal GetDecimal(int ordinal) => ordinal;

    public override double GetDouble(int ordinal) => ordinal;

    public override IEnumerator GetEnumerator() => throw new NotSupportedException();

    public override Type GetFieldType(int ordinal) => typeof(int);

    public override float GetFloat(int ordinal) => ordinal;

    public override Guid GetGuid(int ordinal) => throw new NotSupportedException();

    public override short GetInt16(int ordinal) => (short)ordinal;

    public override int GetInt32(int ordinal) => ordinal;

    public override long GetInt64(int ordinal) => ordinal;

    public override string GetName(int ordinal) => "c";

    public override int GetOrdinal(string name) => throw new NotSupportedException();

    public override DataTable? GetSchemaTable() => null;

    public override string GetString(int ordinal) => ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override object GetValue(int ordinal) => ordinal;

    public override int GetValues(object[] values) => throw new NotSupportedException();

    public override bool IsDBNull(int ordinal) => false;

    public override bool NextResult() => false;

    public override bool Read() => _row++ == 0;
}
