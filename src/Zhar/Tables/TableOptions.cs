namespace Zhar;

/// <summary>How a table works.</summary>
public sealed class TableOptions
{
    /// <summary>Registers the table on its node, so that others find it. Default: no name.</summary>
    public string? Name { get; init; }

    /// <summary>What a key holds. Default <see cref="TableType.Set"/>.</summary>
    public TableType Type { get; init; }

    /// <summary>Who may read and write. Default <see cref="TableProtection.Protected"/>.</summary>
    public TableProtection Protection { get; init; }

    /// <summary>The process that gets the table, and a <see cref="TableTransfer"/>, when the owner ends. Default: nobody, the table goes with its owner.</summary>
    public Pid Heir { get; init; }

    /// <summary>What the <see cref="TableTransfer"/> to the heir carries.</summary>
    public object? HeirData { get; init; }

    internal void Validate()
    {
        if (Name is "")
            throw new ArgumentException("The name of a table is empty. Leave Name out for a table without one.", nameof(Name));
        if (!Enum.IsDefined(Type))
            throw new ArgumentOutOfRangeException(nameof(Type), Type, "Type is TableType.Set, OrderedSet, Bag or DuplicateBag.");
        if (!Enum.IsDefined(Protection))
            throw new ArgumentOutOfRangeException(nameof(Protection), Protection, "Protection is TableProtection.Protected, Public or Private.");
    }
}

/// <summary>What a key of a table holds. Source: OTP ets, table types.</summary>
public enum TableType
{
    /// <summary>One value. Keys compare with <c>Equals</c>: 1 and 1.0 are two keys.</summary>
    Set,

    /// <summary>One value, keys in order. Keys are the same when neither comes first: 1 and 1.0 are one key.</summary>
    OrderedSet,

    /// <summary>Several different values, in the order they came.</summary>
    Bag,

    /// <summary>Several values, also the same one several times.</summary>
    DuplicateBag,
}

/// <summary>Who may use a table.</summary>
public enum TableProtection
{
    /// <summary>Everybody reads, the owner writes.</summary>
    Protected,

    /// <summary>Everybody reads and writes.</summary>
    Public,

    /// <summary>Only the owner reads and writes.</summary>
    Private,
}

/// <summary>Tells a process that a table is its own now: it was the heir, or was given the table. Source: OTP <c>{'ETS-TRANSFER', Table, From, Data}</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="From">The owner until now.</param>
/// <param name="Data">What the old owner sent along.</param>
public sealed record TableTransfer(Table Table, Pid From, object? Data);
