using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>What an insert does with a row that is there already.</summary>
/// <remarks>The record's meta tells the outcome afterwards: <c>user.Outcome()</c>. Source: Ecto.Repo.insert/2, <c>:on_conflict</c>.</remarks>
public abstract record OnConflict
{
    private OnConflict()
    {
    }

    /// <summary>An error: of the changeset, if it declares the constraint.</summary>
    public static OnConflict Raise { get; } = new OfRaise();

    /// <summary>The stored row stays as it is.</summary>
    public static OnConflict Nothing { get; } = new OfNothing();

    /// <summary>All columns get the new values, the primary key too.</summary>
    public static OnConflict ReplaceAll { get; } = new OfReplaceAllExcept([]);

    /// <summary>All columns but these get the new values.</summary>
    /// <param name="fields">Properties: <c>nameof(User.Id), nameof(User.InsertedAt)</c>.</param>
    public static OnConflict ReplaceAllExcept(params IReadOnlyList<string> fields) => new OfReplaceAllExcept(fields);

    /// <summary>All columns but these get the new values: <c>OnConflict.ReplaceAllExcept&lt;User&gt;(u => new { u.Id, u.InsertedAt })</c>.</summary>
    public static OnConflict ReplaceAllExcept<T>(Func<T, object?> fields, [CallerArgumentExpression(nameof(fields))] string selector = "") =>
        new OfReplaceAllExcept(SelectorText.Names(selector));

    /// <summary>These columns get the new values.</summary>
    /// <param name="fields">Properties: <c>nameof(User.Age)</c>.</param>
    public static OnConflict Replace(params IReadOnlyList<string> fields) => new OfReplace(fields);

    /// <summary>These columns get the new values: <c>OnConflict.Replace&lt;User&gt;(u => new { u.Name, u.Age })</c>.</summary>
    public static OnConflict Replace<T>(Func<T, object?> fields, [CallerArgumentExpression(nameof(fields))] string selector = "") => new OfReplace(SelectorText.Names(selector));

    /// <summary>As <see cref="Replace(IReadOnlyList{string})"/>, and only where one of them differs from what is stored; else the row stays as it is, and the outcome is <see cref="Outcome.Ignored"/>.
    /// MariaDB and MySQL leave an equal row alone by themselves. Source: {:replace_changed, fields}.</summary>
    public static OnConflict ReplaceChanged(params IReadOnlyList<string> fields) => new OfReplace(fields) { OnlyChanged = true };

    /// <inheritdoc cref="ReplaceChanged(IReadOnlyList{string})"/>
    public static OnConflict ReplaceChanged<T>(Func<T, object?> fields, [CallerArgumentExpression(nameof(fields))] string selector = "") => new OfReplace(SelectorText.Names(selector)) { OnlyChanged = true };

    /// <summary>Columns of the stored row get values, or are counted up: <c>OnConflict.Set(new() { ["Name"] = "x" }).ThenInc("Count", 1)</c>.</summary>
    public static SetOnConflict Set(IReadOnlyDictionary<string, object?> values) => new(values, new Dictionary<string, object?>(), null);

    /// <summary>A column of the stored row is counted up.</summary>
    public static SetOnConflict Inc(string field, object amount) => new(new Dictionary<string, object?>(), new Dictionary<string, object?> { [field] = amount }, null);

    internal sealed record OfRaise : OnConflict;

    internal sealed record OfNothing : OnConflict;

    internal sealed record OfReplaceAllExcept(IReadOnlyList<string> Fields) : OnConflict;

    internal sealed record OfReplace(IReadOnlyList<string> Fields) : OnConflict
    {
        /// <summary>Whether a row that has the values already is left alone.</summary>
        internal bool OnlyChanged { get; init; }
    }

    /// <summary>Changes the stored row by values of its own.</summary>
    public sealed record SetOnConflict : OnConflict
    {
        internal SetOnConflict(IReadOnlyDictionary<string, object?> sets, IReadOnlyDictionary<string, object?> incs, string? where) => (Sets, Incs, Condition) = (sets, incs, where);

        internal IReadOnlyDictionary<string, object?> Sets { get; init; }

        internal IReadOnlyDictionary<string, object?> Incs { get; init; }

        internal string? Condition { get; init; }

        /// <summary>And counts a column up.</summary>
        public SetOnConflict ThenInc(string field, object amount) => this with { Incs = new Dictionary<string, object?>(Incs) { [field] = amount } };

        /// <summary>Only if this holds for the stored row; else it stays as it is.</summary>
        /// <param name="sql">The condition, in which <c>excluded.age</c> is the new row's value. Part of the statement as it is: never put input into it.</param>
        public SetOnConflict Where(string sql) => this with { Condition = sql };
    }
}
