using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Window functions, for use inside the lambdas of a query. Source: Ecto.Query.WindowAPI.</summary>
/// <example><code>posts.Select(p => new { p.Title, Rank = Win.Rank(w => w.PartitionBy(p.AuthorId).OrderByDescending(p.Score)) })</code></example>
public static class Win
{
    /// <summary>The position of the row, from 1.</summary>
    public static long RowNumber(Func<Window, Window> over) => throw Outside();

    /// <summary>The position of the row, from 1; equal rows share one and leave a gap behind.</summary>
    public static long Rank(Func<Window, Window> over) => throw Outside();

    /// <summary>The position of the row, from 1; equal rows share one, without gaps.</summary>
    public static long DenseRank(Func<Window, Window> over) => throw Outside();

    /// <summary>The position of the row between 0 and 1.</summary>
    public static double PercentRank(Func<Window, Window> over) => throw Outside();

    /// <summary>The share of rows up to this one.</summary>
    public static double CumeDist(Func<Window, Window> over) => throw Outside();

    /// <summary>The number of the row's bucket, from 1, when the rows are spread over so many.</summary>
    public static long Ntile(int buckets, Func<Window, Window> over) => throw Outside();

    /// <summary>The value of the row before, null when there is none.</summary>
    public static T Lag<T>(T value, Func<Window, Window> over) => throw Outside();

    /// <summary>The value of the row so many before, null when there is none.</summary>
    public static T Lag<T>(T value, int offset, Func<Window, Window> over) => throw Outside();

    /// <summary>The value of the row behind, null when there is none.</summary>
    public static T Lead<T>(T value, Func<Window, Window> over) => throw Outside();

    /// <summary>The value of the row so many behind, null when there is none.</summary>
    public static T Lead<T>(T value, int offset, Func<Window, Window> over) => throw Outside();

    /// <summary>The value of the first row of the frame.</summary>
    public static T FirstValue<T>(T value, Func<Window, Window> over) => throw Outside();

    /// <summary>The value of the last row of the frame. Mind the frame: by default it ends at the current row.</summary>
    public static T LastValue<T>(T value, Func<Window, Window> over) => throw Outside();

    /// <summary>The value of the row with that position in the frame, from 1.</summary>
    public static T NthValue<T>(T value, int position, Func<Window, Window> over) => throw Outside();

    /// <summary>The number of rows in the frame.</summary>
    public static long Count(Func<Window, Window> over) => throw Outside();

    /// <summary>The sum over the frame.</summary>
    public static T Sum<T>(T value, Func<Window, Window> over) => throw Outside();

    /// <summary>The mean over the frame.</summary>
    public static double? Average<T>(T value, Func<Window, Window> over) => throw Outside();

    /// <summary>The least value of the frame.</summary>
    public static T Min<T>(T value, Func<Window, Window> over) => throw Outside();

    /// <summary>The greatest value of the frame.</summary>
    public static T Max<T>(T value, Func<Window, Window> over) => throw Outside();

    internal static QueryException Outside([CallerMemberName] string method = "") =>
        new($"Win.{method} is for use inside a lambda of a query, where it becomes SQL: query.Select(x => Win.{method}(w => w.OrderBy(x.Id))).");
}

/// <summary>Which rows a window function sees: part of a <see cref="Win"/> call. Source: Ecto.Query.windows/3.</summary>
public sealed class Window
{
    private Window()
    {
    }

    /// <summary>Only the rows with equal values.</summary>
    public Window PartitionBy(params object?[] values) => throw Win.Outside();

    /// <summary>In this order. A second call sorts the rows that are equal so far.</summary>
    public Window OrderBy(object? value) => throw Win.Outside();

    /// <summary>In this order, greatest first.</summary>
    public Window OrderByDescending(object? value) => throw Win.Outside();

    /// <summary>Only the rows between two distances from the current one: negative before it, positive behind it, <c>null</c> without an end. <c>ROWS BETWEEN … AND …</c></summary>
    public Window Rows(int? from, int? to) => throw Win.Outside();

    /// <summary>As <see cref="Rows"/>, and rows that the order takes as equal go together: <c>RANGE BETWEEN … AND …</c>. The ends are 0 or <c>null</c>.</summary>
    public Window Range(int? from, int? to) => throw Win.Outside();
}
