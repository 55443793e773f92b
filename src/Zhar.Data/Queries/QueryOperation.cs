namespace Zhar.Data;

/// <summary>What a repo is about to do with a query, for its <c>PrepareQuery</c>.</summary>
public enum QueryOperation
{
    /// <summary>Read rows: all of them, one, by key.</summary>
    All,

    /// <summary>Look whether there is a row.</summary>
    Exists,

    /// <summary>Compute one value of all rows.</summary>
    Aggregate,

    /// <summary>Read rows in chunks.</summary>
    Stream,

    /// <summary>Read the rows of an association.</summary>
    Preload,

    /// <summary>Insert the rows that it makes.</summary>
    InsertAll,

    /// <summary>Change its rows.</summary>
    UpdateAll,

    /// <summary>Delete its rows.</summary>
    DeleteAll,
}

/// <summary>A value of many rows. Source: Ecto.Repo.aggregate/4.</summary>
public enum Aggregate
{
    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The least value.</summary>
    Min,

    /// <summary>The greatest value.</summary>
    Max,
}
