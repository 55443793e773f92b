namespace Zhar.Data;

/// <summary>How <c>Cast</c> works. Source: the options of Ecto.Changeset.cast/4.</summary>
public sealed record CastOptions
{
    internal static CastOptions Default { get; } = new();

    /// <summary>Which values count as empty, and become the field's default. Default: <see cref="EmptyText"/>.</summary>
    public IReadOnlyList<Func<object, bool>> EmptyValues { get; init; } = [EmptyText];

    /// <summary>Whether a value that is equal to the data is recorded as a change. Default false.</summary>
    public bool ForceChanges { get; init; }

    /// <summary>A message for a value that does not fit, from the property and the error's metadata; <c>null</c> for "is invalid".</summary>
    public Func<string, Metadata, string?>? Message { get; init; }

    /// <summary>A text of nothing but white space. Fields that are not trimmed, such as binary ones, have no empty text but the empty one.</summary>
    public static bool EmptyText(object value) => value is string text && string.IsNullOrWhiteSpace(text);

    internal bool IsEmpty(object? value, FieldType type)
    {
        if (value is null)
            return false;
        for (var i = 0; i < EmptyValues.Count; i++)
        {
            if (EmptyValues[i](value) && (type.TrimsEmpty || value is not string { Length: > 0 } text || !string.IsNullOrWhiteSpace(text)))
                return true;
        }

        return false;
    }
}
