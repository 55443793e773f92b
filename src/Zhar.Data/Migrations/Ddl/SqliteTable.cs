using System.Text;

namespace Zhar.Data.Migrations;

/// <summary>The text of a CREATE TABLE, as SQLite keeps it, taken apart: what ALTER TABLE cannot do is done to the text, and the table made anew from it.</summary>
internal sealed class SqliteTable
{
    private static readonly string[] ConstraintWords = ["constraint", "primary", "unique", "check", "foreign"];

    private readonly string _name;
    private readonly List<string> _parts;
    private readonly string _options;

    private SqliteTable(string name, List<string> parts, string options)
    {
        _name = name;
        _parts = parts;
        _options = options;
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<string> Columns => [.. _parts.Where(static p => !IsConstraint(p)).Select(FirstName)];

    /// <summary>The columns whose values can be copied: the database computes the others.</summary>
    public IReadOnlyList<string> StoredColumns => [.. _parts.Where(static p => !IsConstraint(p) && !HasWord(p, "generated") && !HasWord(p, "as")).Select(FirstName)];

    public static SqliteTable Parse(string table, string sql)
    {
        // A comment that stays could hide the comma that comes to stand behind it.
        sql = WithoutComments(sql);
        var open = TopLevel(sql, 0).FirstOrDefault(static at => at.Character == '(', (Index: -1, Character: ' ')).Index;
        if (open < 0)
            throw new MigrationException($"The table '{table}' has no list of columns in the database ('{sql}'), so it cannot be changed. Create it anew in the migration.");
        var close = Closing(sql, open);
        var parts = new List<string>();
        var start = open + 1;
        foreach (var (index, character) in TopLevel(sql, open + 1))
        {
            if (index >= close)
                break;
            if (character != ',')
                continue;
            parts.Add(sql[start..index].Trim());
            start = index + 1;
        }

        parts.Add(sql[start..close].Trim());
        return new SqliteTable(table, parts, sql[(close + 1)..].Trim());
    }

    public void ReplaceColumn(string column, string definition) => _parts[IndexOf(column)] = definition;

    public void RemoveColumn(string column) => _parts.RemoveAt(IndexOf(column));

    public void AddConstraint(string name, string definition)
    {
        if (_parts.Exists(p => ConstraintName(p) == name))
            throw new MigrationException($"The table '{_name}' has a constraint '{name}' already. Give the new one another name.");
        _parts.Add(definition);
    }

    public void RemoveConstraint(string name)
    {
        var at = _parts.FindIndex(p => ConstraintName(p) == name);
        if (at >= 0)
            _parts.RemoveAt(at);
        else
            throw new MigrationException(_parts.Exists(p => HasWord(p, name))
                ? $"The constraint '{name}' of the table '{_name}' belongs to a column. Describe the column without it: Alter.Table(\"{_name}\", t => t.Modify.…)."
                : $"The table '{_name}' has no constraint '{name}'. It has: {string.Join(", ", _parts.Select(ConstraintName).OfType<string>())}.");
    }

    public string ToSql(string quotedName) => $"create table {quotedName} (\n  {string.Join(",\n  ", _parts)}\n){(_options.Length > 0 ? " " + _options : "")}";

    private int IndexOf(string column)
    {
        var at = _parts.FindIndex(p => !IsConstraint(p) && string.Equals(FirstName(p), column, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new MigrationException($"The table '{_name}' has no column '{column}'. It has: {string.Join(", ", Columns)}.");
    }

    private static bool IsConstraint(string part) => ConstraintWords.Contains(part.Split([' ', '(', '\n', '\t'], 2)[0], StringComparer.OrdinalIgnoreCase);

    private static string? ConstraintName(string part) =>
        part.StartsWith("constraint", StringComparison.OrdinalIgnoreCase) ? FirstName(part["constraint".Length..].TrimStart()) : null;

    /// <summary>The name that the text begins with, without its quotes.</summary>
    private static string FirstName(string text)
    {
        if (text[0] is not ('"' or '`' or '[' or '\''))
            return text.Split([' ', '(', '\n', '\t'], 2)[0];
        var end = EndOfQuoted(text, 0);
        var quote = text[0] == '[' ? ']' : text[0];
        return text[1..end].Replace($"{quote}{quote}", quote.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whether the text has the word outside of strings and parentheses, or as a quoted name.</summary>
    private static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsLetter(text[at - 1])) && (end == text.Length || !IsLetter(text[end])) && at > FirstName(text).Length)
                return true;
        }

        return false;
    }

    private static bool IsLetter(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static string WithoutComments(string sql)
    {
        var text = new StringBuilder(sql.Length);
        for (var i = 0; i < sql.Length; i++)
        {
            var start = i;
            switch (sql[i])
            {
                case '"' or '\'' or '`' or '[':
                    i = EndOfQuoted(sql, i);
                    text.Append(sql, start, i - start + 1);
                    break;
                case '-' when i + 1 < sql.Length && sql[i + 1] == '-':
                    i = sql.IndexOf('\n', i) is >= 0 and var line ? line : sql.Length;
                    text.Append(' ');
                    break;
                case '/' when i + 1 < sql.Length && sql[i + 1] == '*':
                    i = sql.IndexOf("*/", i, StringComparison.Ordinal) is >= 0 and var end ? end + 1 : sql.Length;
                    text.Append(' ');
                    break;
                default:
                    text.Append(sql[i]);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>The characters outside of quotes and inner parentheses; an opening parenthesis is among them, what it encloses is not.</summary>
    private static IEnumerable<(int Index, char Character)> TopLevel(string sql, int from)
    {
        for (var i = from; i < sql.Length; i++)
        {
            switch (sql[i])
            {
                case '"' or '\'' or '`' or '[':
                    i = EndOfQuoted(sql, i);
                    break;
                case '(':
                    yield return (i, '(');
                    i = Closing(sql, i);
                    break;
                default:
                    yield return (i, sql[i]);
                    break;
            }
        }
    }

    private static int Closing(string sql, int open)
    {
        foreach (var (index, character) in TopLevel(sql, open + 1))
        {
            if (character == ')')
                return index;
        }

        return sql.Length - 1;
    }

    private static int EndOfQuoted(string sql, int start)
    {
        var quote = sql[start] == '[' ? ']' : sql[start];
        for (var i = start + 1; i < sql.Length; i++)
        {
            if (sql[i] != quote)
                continue;
            if (i + 1 < sql.Length && sql[i + 1] == quote)
                i++;
            else
                return i;
        }

        return sql.Length - 1;
    }
}
