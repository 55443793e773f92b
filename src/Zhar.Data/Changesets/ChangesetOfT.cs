namespace Zhar.Data;

/// <summary>What somebody wants to change in a record, and what is wrong with it. Immutable: each method returns another changeset. Source: Ecto.Changeset.</summary>
/// <remarks>
/// Params from outside go through <c>Cast</c>, values of the program through <c>PutChange</c>; validations then look at the changes, and
/// constraints wait for the database. Field selectors are plain lambdas that are written in the call: <c>u => u.Email</c> or <c>u => new { u.Email, u.Age }</c>.
/// </remarks>
/// <typeparam name="T">The record.</typeparam>
/// <example>
/// <code>
/// public static Changeset&lt;User&gt; Changeset(User user, Params attrs) => user
///     .Cast(attrs, u => new { u.Name, u.Email, u.Age })
///     .ValidateRequired(u => new { u.Name, u.Email })
///     .ValidateFormat(u => u.Email, "@")
///     .ValidateNumber(u => u.Age, greaterThan: 0)
///     .UniqueConstraint(u => u.Email);
/// </code>
/// </example>
public sealed partial class Changeset<T> : Changeset
{
    private IReadOnlyList<Func<Changeset<T>, Repo, CancellationToken, ValueTask<Changeset<T>>>> _preparations = [];

    internal Changeset(SchemaInfo<T> schema, T data) => (Schema, Data) = (schema, data);

    /// <inheritdoc/>
    public override SchemaInfo<T> Schema { get; }

    /// <summary>The record before the changes.</summary>
    public T Data { get; private set; }

    /// <inheritdoc/>
    public override object DataRecord => Data!; // a record is never null

    /// <inheritdoc/>
    public override bool HasPreparations => _preparations.Count > 0;

    /// <summary>The same with another action, such as <see cref="ChangesetAction.Validate"/> so that a form shows the errors.</summary>
    public Changeset<T> WithAction(ChangesetAction action)
    {
        if (action == Action)
            return this;
        var copy = Copy();
        copy.Action = action;
        return copy;
    }

    /// <summary>The same with options for the repo, which the options of the repo's call replace: for a changeset function that knows how its record is to be written. Source: repo_opts.</summary>
    public Changeset<T> WithOptions(WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = Copy();
        copy.Options = options;
        return copy;
    }

    /// <summary>The same under another name in forms: <c>user</c> gives <c>user[email]</c>; an empty name gives <c>email</c>.</summary>
    public Changeset<T> WithFormName(string name)
    {
        var copy = Copy();
        copy.FormName = name;
        return copy;
    }

    internal override Changeset Acting(ChangesetAction action) => WithAction(action);

    internal override Changeset Named(string? name)
    {
        var copy = Copy();
        copy.FormName = name;
        return copy;
    }

    internal override Changeset WithData(object record)
    {
        var copy = Copy();
        copy.Data = (T)record;
        return copy;
    }

    private Changeset<T> Copy() => (Changeset<T>)MemberwiseClone();
}
