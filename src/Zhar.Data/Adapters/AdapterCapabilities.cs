namespace Zhar.Data;

/// <summary>What a database and its driver can do, for the parts of a repo that must choose another way without it.</summary>
public sealed record AdapterCapabilities
{
    /// <summary>INSERT, UPDATE and DELETE return rows (<c>RETURNING</c>).</summary>
    public bool Returning { get; init; }

    /// <summary>UPDATE returns rows; <c>false</c> where only INSERT and DELETE do.</summary>
    public bool UpdateReturning { get; init; }

    /// <summary>An upsert names the columns or the constraint that it is about.</summary>
    public bool ConflictTarget { get; init; }

    /// <summary>The last generated key is known without RETURNING.</summary>
    public bool LastInsertId { get; init; }

    /// <summary>Tables live in schemas, so that a prefix can be chosen for each call.</summary>
    public bool Prefixes { get; init; }

    /// <summary>An error inside a transaction aborts the whole of it, so a sandbox puts each statement into a savepoint.</summary>
    public bool ErrorsAbortTransactions { get; init; }

    /// <summary>The file has one writer at a time, so writers of this process queue instead of polling the file's lock.</summary>
    public bool SingleWriter { get; init; }

    /// <summary>The driver's asynchronous methods are synchronous underneath.</summary>
    public bool IsSynchronous { get; init; }

    /// <summary>Rows can be read while other statements run on the same connection.</summary>
    public bool ConcurrentReaders { get; init; }

    /// <summary>Whole lists travel as one parameter of an array type.</summary>
    public bool Arrays { get; init; }

    /// <summary>Rows are locked by a clause of SELECT (<c>FOR UPDATE</c>).</summary>
    public bool RowLocks { get; init; }

    /// <summary>Foreign key errors carry the name of the constraint.</summary>
    public bool ForeignKeyNames { get; init; }

    /// <summary>A whole database can be copied into memory in no time, so that each test has one of its own: see <see cref="Adapter.Copy"/>.</summary>
    public bool Copies { get; init; }

    /// <summary>Most parameters that one statement may have.</summary>
    public int MaxParameters { get; init; } = 32_766;

    /// <summary>Most rows that one multi-row INSERT should have. 1 means: a prepared statement for each row.</summary>
    public int MaxInsertRows { get; init; } = 1_000;
}
