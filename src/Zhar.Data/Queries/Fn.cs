using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>What SQL can do and C# has no word for, for use inside the lambdas of a query. Source: Ecto.Query.API.</summary>
/// <remarks>Called anywhere else, they throw. Much of C# works as it is: <c>?? + - * / == &amp;&amp;</c>, <c>Contains</c>, <c>StartsWith</c>, <c>ToUpper</c>, <c>Math.Abs</c>, <c>date.Year</c>.</remarks>
public static class Fn
{
    /// <summary>Whether the text matches a pattern: <c>%</c> stands for any characters, <c>_</c> for one, <c>\</c> takes the next one as it is. Source: like/2.</summary>
    public static bool Like(string? text, string? pattern) => throw Outside();

    /// <summary>As <see cref="Like"/>, whatever the case. Where a database has no such operator, both sides are put into lower case. Source: ilike/2.</summary>
    public static bool ILike(string? text, string? pattern) => throw Outside();

    /// <summary>SQL that is passed on as it is, with its holes as parameters or columns. Never put user input into the text itself. Source: fragment/1.</summary>
    /// <example><code>query.Where(u => Fn.Fragment&lt;string&gt;($"lower({u.Email})") == email)</code></example>
    public static T Fragment<T>(FormattableString sql) => throw Outside();

    /// <summary>The name of a table or column, in quotes, for a hole of a <see cref="Fragment"/>. Source: identifier/1.</summary>
    public static object Identifier(string name) => throw Outside();

    /// <summary>Inside a hole of <see cref="Fragment{T}"/>: the items of a list, with commas between them and a parameter for each: <c>Fn.Fragment&lt;int&gt;($"greatest({Fn.Splice(limits)})")</c>. Source: splice/1.</summary>
    /// <remarks>Lists of different length have different SQL; where a list is to be looked into, <c>Contains</c> is one parameter.</remarks>
    public static object Splice(System.Collections.IEnumerable items) => throw Outside();

    /// <summary>The value inside a JSON column, as text. Source: json_extract_path/2.</summary>
    /// <param name="json">The column.</param>
    /// <param name="path">Names of properties, and positions in lists.</param>
    public static string? JsonText(object? json, params string[] path) => throw Outside();

    /// <summary>A point in time later by an amount, earlier by a negative one. Source: datetime_add/3, ago/2, from_now/2.</summary>
    public static DateTime AddTime(DateTime time, double amount, TimeUnit unit) => throw Outside();

    /// <summary>The value under another type of C#, without a word in the SQL. Source: type/2.</summary>
    public static T As<T>(object? value) => throw Outside();

    private static QueryException Outside([CallerMemberName] string method = "") =>
        new($"Fn.{method} is for use inside a lambda of a query, where it becomes SQL: query.Where(x => Fn.{method}(…)).");
}

/// <summary>A unit of time, for <see cref="Fn.AddTime"/>.</summary>
public enum TimeUnit
{
    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Days.</summary>
    Day,

    /// <summary>Months of the calendar.</summary>
    Month,

    /// <summary>Years of the calendar.</summary>
    Year,
}
