namespace Zhar.Data.Testing;

/// <summary>A statement that a repo on a <see cref="RecordingAdapter"/> has sent.</summary>
/// <param name="Sql">Its text. Transactions are <c>begin</c>, <c>commit</c> and <c>rollback</c>.</param>
/// <param name="Parameters">The values of its parameters, in their order.</param>
public sealed record RecordedStatement(string Sql, IReadOnlyList<object?> Parameters)
{
    /// <summary>The SQL, and the parameters behind it.</summary>
    public override string ToString() => Parameters.Count == 0 ? Sql : $"{Sql} -- {string.Join(", ", Parameters.Select(Show))}";

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Show))}]",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
