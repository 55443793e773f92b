namespace Zhar.Data;

/// <summary>A pending change of a field, an embed or an association.</summary>
/// <param name="Name">The property.</param>
/// <param name="Value">The new value; for an embed or association a <see cref="Changeset"/>, <c>null</c>, or a list of changesets.</param>
public readonly record struct Change(string Name, object? Value);
