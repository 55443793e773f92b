namespace Zhar.Data;

/// <summary>Who makes the value of a field at insertion.</summary>
public enum Autogenerate
{
    /// <summary>The caller.</summary>
    None,

    /// <summary>What fits the type of a primary key; see <see cref="PrimaryKeyAttribute"/>.</summary>
    Default,

    /// <summary>The database: an identity column.</summary>
    Identity,

    /// <summary>The client: a random UUID.</summary>
    UuidV4,

    /// <summary>The client: a UUID that sorts by its time.</summary>
    UuidV7,

    /// <summary>The client: a method of the record.</summary>
    Custom,
}

/// <summary>When a field may be written.</summary>
public enum Writable
{
    /// <summary>By insert and update.</summary>
    Always,

    /// <summary>By insert only; updates leave it out.</summary>
    Insert,

    /// <summary>Never: the database computes it.</summary>
    Never,
}

/// <summary>How an enum is stored.</summary>
public enum EnumStorage
{
    /// <summary>As the text of the member.</summary>
    Text,

    /// <summary>As the number of the member.</summary>
    Integer,
}
