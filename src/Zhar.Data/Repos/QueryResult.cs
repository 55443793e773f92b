namespace Zhar.Data;

/// <summary>What handwritten SQL has returned.</summary>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows, each with a value for each column; <c>null</c> for the database's null.</param>
/// <param name="Affected">Rows that were changed; -1 when the statement changes none.</param>
public sealed record QueryResult(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows, long Affected);
