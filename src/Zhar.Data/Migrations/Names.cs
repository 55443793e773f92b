namespace Zhar.Data.Migrations;

/// <summary>The names of tables, columns, indexes and constraints.</summary>
internal static class Names
{
    /// <summary>PostgreSQL cuts longer names off without a word; MariaDB takes one more.</summary>
    private const int MaxBytes = 63;

    public static string Check(string name, string what)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new MigrationException($"The name of the {what} holds a NUL character. Use letters, digits and underscores.");
        var bytes = System.Text.Encoding.UTF8.GetByteCount(name);
        return bytes <= MaxBytes
            ? name
            : throw new MigrationException($"""
                The name of the {what} '{name}' has {bytes} bytes; databases keep at most {MaxBytes}.
                Give it a shorter one: name: "…" for an index or a check, constraint: "…" for a reference.
                """);
    }

    /// <summary><c>table_column_index</c>, as Ecto names indexes; whatever is no letter or digit in an expression becomes an underscore.</summary>
    public static string Index(string table, IReadOnlyList<IndexPart> parts)
    {
        var text = string.Join('_', parts.Select(static p => p.Text));
        var plain = new string([.. text.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
        while (plain.Contains("__", StringComparison.Ordinal))
            plain = plain.Replace("__", "_", StringComparison.Ordinal);
        return $"{table}_{plain.Trim('_')}_index";
    }
}
