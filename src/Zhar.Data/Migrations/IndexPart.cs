namespace Zhar.Data.Migrations;

/// <summary>What an index is over: a column, made from its name, or an expression.</summary>
public sealed record IndexPart
{
    private IndexPart(string text, bool isSql, bool isDescending = false)
    {
        Text = text;
        IsSql = isSql;
        IsDescending = isDescending;
    }

    internal string Text { get; }

    internal bool IsSql { get; }

    internal bool IsDescending { get; }

    /// <summary>A column.</summary>
    public static implicit operator IndexPart(string column) => FromString(column);

    /// <summary>A column.</summary>
    public static IndexPart FromString(string column) => new(Names.Check(column, "column"), isSql: false);

    /// <summary>A column, greatest value first.</summary>
    public static IndexPart Descending(string column) => new(Names.Check(column, "column"), isSql: false, isDescending: true);

    /// <summary>An expression as SQL: <c>lower(email)</c>. Part of the statement as it is.</summary>
    public static IndexPart Sql(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return new(sql, isSql: true);
    }
}
