namespace Zhar.Data;

/// <summary>What one <c>InsertAll</c> does differently.</summary>
public sealed record InsertAllOptions : InsertOptions;

/// <summary>What an <c>InsertAll</c> has done.</summary>
/// <param name="Count">Rows that were inserted, or updated by <c>OnConflict</c>.</param>
/// <param name="Rows">The rows in the order in which they were given, with <see cref="WriteOptions.Returning"/>; else empty.</param>
public sealed record InsertAllResult<T>(long Count, IReadOnlyList<T> Rows);
