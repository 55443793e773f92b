namespace Zhar.Live.Testing;

/// <summary>Where a page sends the browser.</summary>
/// <param name="Kind"><c>patch</c>, <c>navigate</c> or <c>redirect</c>.</param>
/// <param name="To">The address.</param>
/// <param name="Replaces">Whether the entry in the history is replaced.</param>
/// <param name="Flash">The messages for the next page, signed.</param>
public sealed record LiveTestNavigation(string Kind, string To, bool Replaces, string? Flash)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} to \"{To}\"{(Replaces ? ", replacing" : "")}";
}
