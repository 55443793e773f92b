using System.ComponentModel;

namespace Zhar.Web;

/// <summary>A parameter of an action, as generated code describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOptional">Whether a request without it is fine.</param>
/// <param name="IsParsable">Whether it is a single value, which a path or a query can hold.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ActionArgument(string Name, bool IsOptional, bool IsParsable);
