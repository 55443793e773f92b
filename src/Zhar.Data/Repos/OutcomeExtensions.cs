namespace Zhar.Data;

/// <summary>What an insert with <c>OnConflict</c> did.</summary>
public static class OutcomeExtensions
{
    /// <summary>Whether the insert that gave this record inserted it, updated a row that was there, or left one alone.</summary>
    /// <returns><c>null</c> for a record that does not come from an insert with <c>OnConflict</c>.</returns>
    public static Outcome? Outcome<T>(this T record)
        where T : class, ISchema<T> => T.Schema.GetMeta(record).Outcome;
}
