namespace Zhar.Data;

/// <summary>A constraint of the database that a write has violated, as the driver's error tells it.</summary>
/// <param name="Kind">What kind of constraint.</param>
/// <param name="Name">Its name; <c>null</c> when the database does not tell (a foreign key on SQLite).</param>
/// <param name="Table">The table, when the database tells.</param>
/// <param name="Columns">The columns, when the database tells.</param>
public sealed record ConstraintViolation(ConstraintKind Kind, string? Name, string? Table = null, IReadOnlyList<string>? Columns = null);
