namespace Zhar.Data;

/// <summary>A validation that a changeset went through, so that a form can let the browser check it too. Source: the validations of Ecto.Changeset.</summary>
/// <param name="Field">The property.</param>
/// <param name="Kind"><c>required</c>, <c>length</c>, <c>number</c>, <c>format</c>, <c>inclusion</c>, …</param>
/// <param name="Detail">What it was given: <c>{min: 3}</c>, a pattern, a list.</param>
public sealed record Validation(string Field, string Kind, object? Detail);
