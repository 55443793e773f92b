using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>From a changeset to a record.</summary>
public sealed partial class Changeset<T>
{
    /// <summary>The data with all changes, valid or not: children included, deleted ones left out. Source: Ecto.Changeset.apply_changes/1.</summary>
    public T ApplyChanges()
    {
        if (ChangeArray.Length == 0)
            return Data;
        var values = new FieldValue[ChangeArray.Length];
        var count = 0;
        foreach (var change in ChangeArray)
        {
            if (Schema.Member(change.Name) is { Relation: null, Field: { } field })
                values[count++] = new(field.Index, change.Value);
        }

        object record = Schema.With(Data, values.AsSpan(0, count))!; // a record is never null
        foreach (var change in ChangeArray)
        {
            if (Schema.Member(change.Name) is { Relation: { } relation })
                record = relation.With(Schema, record, [.. Relation.Staying(change.Value).Select(static c => c.ApplyRecord())]);
        }

        return ForgetStale((T)record);
    }

    /// <inheritdoc/>
    public override object ApplyRecord() => ApplyChanges()!; // a record is never null

    /// <summary>The data with all changes when the changeset is valid; else the changeset with its action set, so that a form shows the errors. Source: Ecto.Changeset.apply_action/2.</summary>
    /// <param name="action">What it is used for, not <see cref="ChangesetAction.None"/>.</param>
    public Result<T> ApplyAction(ChangesetAction action)
    {
        CheckAction(action);
        return IsValid ? new Ok<T>(ApplyChanges()) : new Invalid<T>(WithAction(action));
    }

    /// <summary>As <see cref="ApplyAction"/>, where errors are not expected. Source: Ecto.Changeset.apply_action!/2.</summary>
    /// <exception cref="InvalidChangesetException">The changeset is not valid.</exception>
    public T ApplyActionOrThrow(ChangesetAction action)
    {
        CheckAction(action);
        return IsValid ? ApplyChanges() : throw new InvalidChangesetException(WithAction(action));
    }

    /// <summary>Joins two changesets of the same data: changes of <paramref name="other"/> win, errors, validations and constraints are put together. Source: Ecto.Changeset.merge/2.</summary>
    /// <exception cref="ArgumentException">The data differs, or both have an action and those differ.</exception>
    public Changeset<T> Merge(Changeset<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(Data, other.Data) && !Equals(Data, other.Data))
            throw new ArgumentException($"These two changesets of {Schema.Name} have different data, so their changes do not belong together. Start both from the same record.", nameof(other));
        if (Action is not ChangesetAction.None && other.Action is not ChangesetAction.None && Action != other.Action)
            throw new ArgumentException($"These two changesets of {Schema.Name} have different actions, {Action} and {other.Action}.", nameof(other));

        var copy = Copy();
        var changes = new ChangeBuffer(ChangeArray, other.ChangeArray.Length);
        foreach (var change in other.ChangeArray)
            changes.Put(change.Name, change.Value);
        copy.ChangeArray = changes.ToArray();
        copy.Params = Params is null ? other.Params : other.Params is null ? Params : Params.Merge(other.Params);
        copy.Errors = [.. Errors, .. other.Errors.Where(e => !Errors.Contains(e))];
        foreach (var validation in other.Validations)
            copy.ValidationChain = new(validation.Field, validation.Kind, validation.Detail, copy.ValidationChain);
        copy.Constraints = [.. Constraints, .. other.Constraints.Where(c => !Constraints.Contains(c))];
        copy.Required = [.. Required.Union(other.Required)];
        copy.Filters = [.. Filters.Where(f => other.Filters.All(o => o.Field != f.Field)), .. other.Filters];
        copy.Action = other.Action is ChangesetAction.None ? Action : other.Action;
        copy.FormName = other.FormName ?? FormName;
        copy._preparations = [.. _preparations, .. other._preparations];
        copy.CheckChildren();
        return copy;
    }

    /// <summary>Changes the changeset right before it is written, inside the transaction. Source: Ecto.Changeset.prepare_changes/2.</summary>
    public Changeset<T> PrepareChanges(Func<Changeset<T>, Changeset<T>> prepare)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        return PrepareChanges((changeset, _, _) => ValueTask.FromResult(prepare(changeset)));
    }

    /// <summary>As above, with the repo, for what has to be read or written in the same transaction.</summary>
    public Changeset<T> PrepareChanges(Func<Changeset<T>, Repo, CancellationToken, ValueTask<Changeset<T>>> prepare)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        var copy = Copy();
        copy._preparations = [.. _preparations, prepare];
        return copy;
    }

    /// <summary>Demands that the stored row still has the version of the data, and counts it up. Source: Ecto.Changeset.optimistic_lock/3.</summary>
    /// <param name="field">The version.</param>
    /// <param name="next">The next version from the present one. Default: one more, and 1 after the largest number.</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    public Changeset<T> OptimisticLock<TVersion>(Func<T, TVersion> field, Func<TVersion, TVersion>? next = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        ArgumentNullException.ThrowIfNull(field);
        var member = Schema.SelectOne(selector);
        var version = member.Plain(nameof(OptimisticLock), "a plain field");
        var current = field(Data);
        var copy = Copy();
        copy.Filters = [.. Filters.Where(f => f.Field != version.Index), new(version.Index, current)];
        return copy.PrepareChanges(changeset => changeset.Put(member, next is null ? Next(current, version) : next(current), force: true));
    }

    internal override async ValueTask<Changeset> Prepare(Repo repo, CancellationToken cancellationToken)
    {
        var changeset = this;
        foreach (var prepare in _preparations)
            changeset = await prepare(changeset, repo, cancellationToken);
        return changeset;
    }

    private static object Next(object? current, Field version) => current switch
    {
        null => version.Type == FieldType.Int64 ? 1L : version.Type == FieldType.Int16 ? (object)(short)1 : 1,
        int.MaxValue or long.MaxValue or short.MaxValue => Next(null, version),
        int number => number + 1,
        long number => number + 1,
        short number => (short)(number + 1),
        _ => throw new ArgumentException($"{version} is a {version.ClrType.Name}, which does not count. Say what comes next: .OptimisticLock(u => u.{version.Name}, version => …)."),
    };

    // A row that is pointed to is another one now, so the loaded one is not true any more.
    private T ForgetStale(T record)
    {
        foreach (var association in Schema.Associations)
        {
            if (association.Kind is not AssociationKind.BelongsTo || IndexOf(association.OwnerKey.Name) < 0 || IndexOf(association.Name) >= 0 ||
                Schema.GetAssociation(record, association.Index) is not { IsLoaded: true } loaded)
                continue;
            var key = Schema.Get(record, association.OwnerKey.Index);
            if (loaded.Value is null ? key is not null : !association.RelatedKey.Type.Equal(key, association.Related.GetValue(loaded.Value, association.RelatedKey.Index)))
                record = Schema.WithAssociation(record, association.Index, AssociationValue.NotLoaded);
        }

        return record;
    }

    private static void CheckAction(ChangesetAction action)
    {
        if (action is ChangesetAction.None || !Enum.IsDefined(action))
            throw new ArgumentOutOfRangeException(nameof(action), action, "Say what the changeset is used for: ChangesetAction.Insert, Update, Delete or Validate.");
    }
}
