using System.Globalization;
using System.Text;
using Zhar.Data;

namespace Accounts;

/// <summary>Tables and lines; colours only where there is a terminal.</summary>
internal sealed class Screen(TextWriter output, TextWriter errors)
{
    private const int WidestCell = 40;

    private readonly bool _colours = !Console.IsOutputRedirected && IsColourful();
    private readonly bool _errorColours = !Console.IsErrorRedirected && IsColourful();

    public void Line(string text) => output.WriteLine(Clean(text));

    /// <summary>A text of the program's own, with its line breaks.</summary>
    public void Text(string text) => output.WriteLine(text);

    public void Good(string text) => output.WriteLine(_colours ? $"\e[32m{Clean(text)}\e[0m" : Clean(text));

    public void Error(string text) => errors.WriteLine(_errorColours ? $"\e[31merror:\e[0m {Lines(text)}" : $"error: {Lines(text)}");

    public void Prompt(string text)
    {
        output.Write(_colours ? $"\e[1m{text}\e[0m" : text);
        output.Flush();
    }

    public void Users(IReadOnlyList<User> users, string none)
    {
        if (users.Count == 0)
        {
            Line(none);
            return;
        }

        string[] heads = ["ID", "NAME", "EMAIL", "AGE", "ACTIVE", "SINCE"];
        var rows = users.Select(u => new[] { Number(u.Id), Cell(u.Name), Cell(u.Email), u.Age is { } age ? Number(age) : "", u.IsActive ? "yes" : "no", Day(u.InsertedAt) }).ToList();
        var widths = heads.Select((head, i) => rows.Max(row => Math.Max(Width(head), Width(row[i])))).ToArray();
        output.WriteLine(Paint("1", Row(heads, widths)));
        foreach (var (user, row) in users.Zip(rows))
            output.WriteLine(Paint(user.IsActive ? null : "2", Row(row, widths)));
    }

    public void User(User user)
    {
        (string Name, string Value)[] lines =
        [
            ("id", Number(user.Id)), ("name", user.Name), ("email", user.Email), ("age", user.Age is { } age ? Number(age) : "not given"),
            ("active", user.IsActive ? "yes" : "no"), ("added", Time(user.InsertedAt)), ("changed", Time(user.UpdatedAt)),
        ];
        foreach (var (name, value) in lines)
            output.WriteLine($"{Paint("1", name.PadRight(8))} {Clean(value)}");
    }

    /// <summary>What is wrong with a changeset, a line for each error.</summary>
    public void Errors(string what, Changeset changeset)
    {
        Error(what);
        foreach (var error in changeset.Errors)
            errors.WriteLine($"  {(error.Field == nameof(Accounts.User.IsActive) ? "active" : error.Field.ToLowerInvariant())} {Clean(error.Text)}");
    }

    private static bool IsColourful() => Environment.GetEnvironmentVariable("NO_COLOR") is null or "" && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    private string Paint(string? colour, string text) => _colours && colour is not null ? $"\e[{colour}m{text}\e[0m" : text;

    private static string Row(string[] cells, int[] widths) => string.Join("  ", cells.Select((cell, i) => cell + new string(' ', widths[i] - Width(cell)))).TrimEnd();

    private static string Cell(string text)
    {
        var clean = Clean(text);
        return Width(clean) <= WidestCell ? clean : new StringInfo(clean).SubstringByTextElements(0, WidestCell - 1) + "…";
    }

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Lines(string text) => string.Join(Environment.NewLine, text.Split('\n').Select(Clean));

    /// <summary>Without control characters: what somebody typed may not steer the terminal.</summary>
    private static string Clean(string text) => text.Any(char.IsControl) ? new StringBuilder().AppendJoin("", text.Where(c => !char.IsControl(c))).ToString() : text;
}
