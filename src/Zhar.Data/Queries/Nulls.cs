namespace Zhar.Data;

/// <summary>Where rows without a value go in an order. Source: asc_nulls_first and its like in Ecto.Query.order_by/3.</summary>
public enum Nulls
{
    /// <summary>Where the database puts them.</summary>
    Default,

    /// <summary>Before all others.</summary>
    First,

    /// <summary>After all others.</summary>
    Last,
}
