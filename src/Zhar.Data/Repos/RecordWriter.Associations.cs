using System.Text;

namespace Zhar.Data;

/// <content>Parents and children of the row. Source: Ecto.Association, on_repo_change/5.</content>
internal sealed partial class RecordWriter
{
    /// <summary>Stores the rows that this one points to, and takes their keys.</summary>
    /// <returns>The changeset with the parent's errors, when one could not be stored.</returns>
    private async Task<Changeset?> WriteParents(Changeset original, AssociationWrites associations, RowValues values, Target target)
    {
        foreach (var write in associations.Parents)
        {
            var association = write.Association;
            if (write.Changesets.Count == 0)
            {
                // Emptied. What becomes of the row that was there is decided after this row no longer points to it.
                values.Put(association.OwnerKey, null);
                values.Attach(association, null);
                continue;
            }

            var parent = write.Changesets[^1];
            if (parent.Action is ChangesetAction.Ignore)
                continue;
            if (parent.Action is ChangesetAction.Delete or ChangesetAction.Replace)
            {
                values.Put(association.OwnerKey, null);
                values.Attach(association, null);
                continue;
            }

            var outcome = await For(association, parent.DataRecord, target).Write(parent);
            if (outcome.Invalid is { } invalid)
                return WithChildren(original, write, [invalid]);
            var record = outcome.Record!; // a write that is not invalid has one
            values.Put(association.OwnerKey, association.Related.GetValue(record, association.RelatedKey.Index));
            values.Attach(association, record);
        }

        return null;
    }

    /// <summary>Stores the rows that point to this one, and those behind a join table.</summary>
    private async Task<WriteOutcome> WriteChildren(Changeset original, Changeset changeset, AssociationWrites associations, object record, Target target)
    {
        var schema = changeset.Schema;
        foreach (var write in associations.Parents)
            await RemoveReplacedParent(changeset, write, target);
        foreach (var write in associations.Children)
        {
            var association = write.Association;
            var stored = new List<object>(write.Changesets.Count);
            for (var i = 0; i < write.Changesets.Count; i++)
            {
                var outcome = association.Kind == AssociationKind.ManyToMany
                    ? await WriteLinked(changeset, association, write.Changesets[i], record, target)
                    : await WriteOwned(association, write.Changesets[i], record, target);
                if (outcome is not { } result)
                    continue;
                if (result.Invalid is { } invalid)
                    return new WriteOutcome(WithChildren(original, write, [.. write.Changesets.Select((child, at) => at == i ? invalid : child)]));
                stored.Add(result.Record!); // a write that is not invalid has one
            }

            // What replaces it comes first in a list of one: a single child may be there twice, once as the one that goes.
            record = schema.WithAssociationValue(record, association.Index, AssociationValue.Loaded(association.IsMany ? stored : stored.FirstOrDefault()));
        }

        return new WriteOutcome(record);
    }

    /// <summary>A row that holds this one's key.</summary>
    /// <returns><c>null</c> when it is gone from the association.</returns>
    private async Task<WriteOutcome?> WriteOwned(Association association, Changeset child, object owner, Target target)
    {
        var writer = For(association, child.DataRecord, target);
        switch (child.Action)
        {
            case ChangesetAction.Ignore:
                return new WriteOutcome(child.DataRecord);
            case ChangesetAction.Delete:
                return Gone(await writer.Delete(child));
            case ChangesetAction.Replace when association.OnReplace == OnReplace.Nilify:
                return Gone(await writer.Update(child.PutAll([KeyValuePair.Create(association.RelatedKey.Name, (object?)null)]).Acting(ChangesetAction.Update)));
            case ChangesetAction.Replace:
                var deleting = association.OnReplace == OnReplace.DeleteIfExists ? For(association, child.DataRecord, target, allowStale: true) : writer;
                return Gone(await deleting.Delete(child.Acting(ChangesetAction.Delete)));
            default:
                var key = association.Owner.GetValue(owner, association.OwnerKey.Index);
                return await writer.Write(child.PutAll([KeyValuePair.Create(association.RelatedKey.Name, key)]));
        }
    }

    /// <summary>A row behind a join table. Leaving the association removes the link, never the row.</summary>
    private async Task<WriteOutcome?> WriteLinked(Changeset changeset, Association association, Changeset child, object owner, Target target)
    {
        switch (child.Action)
        {
            case ChangesetAction.Ignore:
                return new WriteOutcome(child.DataRecord);
            case ChangesetAction.Delete or ChangesetAction.Replace:
                await Unlink(association, owner, child.DataRecord, target);
                return null;
            default:
                var isLinked = child.Action == ChangesetAction.Update && changeset.Action != ChangesetAction.Insert && IsLinked(changeset, association, child);
                var outcome = await For(association, child.DataRecord, target).Write(child);
                if (outcome.Record is { } related && !isLinked && await Link(association, owner, related, target) is { } error)
                    return Violated(child, error);
                return outcome;
        }
    }

    private static bool IsLinked(Changeset changeset, Association association, Changeset child)
    {
        if (changeset.Schema.GetAssociationValue(changeset.DataRecord, association.Index) is not { IsLoaded: true, Value: System.Collections.IEnumerable current })
            return false;
        var key = association.RelatedKey;
        var value = association.Related.GetValue(child.DataRecord, key.Index);
        return current.Cast<object>().Any(record => key.Type.Equal(association.Related.GetValue(record, key.Index), value));
    }

    private async Task<DatabaseException?> Link(Association association, object owner, object related, Target target)
    {
        var (ownerKey, relatedKey) = Keys(association, owner, related);
        if (association.JoinSchema is { } join)
        {
            var values = new RowValues(join);
            values.TakeData(join.NewRecord());
            values.Put(JoinField(join, association.JoinOwnerColumn), ownerKey);
            values.Put(JoinField(join, association.JoinRelatedColumn), relatedKey);
            values.Autogenerate(runtime.Clock);
            return (await InsertPlain(join, new Target(null, join.Prefix ?? target.Prefix, join.Prefix), values)).Error;
        }

        var sql = new StringBuilder("insert into ");
        Dialect.AppendTable(sql, target.Prefix, association.JoinTable!); // many to many has one
        sql.Append(" (");
        Dialect.AppendName(sql, association.JoinOwnerColumn);
        sql.Append(", ");
        Dialect.AppendName(sql, association.JoinRelatedColumn);
        sql.Append(") values (");
        Dialect.AppendParameter(sql, 0, association.OwnerKey.Type);
        sql.Append(", ");
        Dialect.AppendParameter(sql, 1, association.RelatedKey.Type);
        var statement = runtime.Text(sql.Append(')').ToString(), StatementKind.Insert, association.JoinTable, [association.OwnerKey.Type, association.RelatedKey.Type]);
        return (await Execute(statement, [association.OwnerKey.Type.Dump(ownerKey, Dialect), association.RelatedKey.Type.Dump(relatedKey, Dialect)])).Error;
    }

    private async Task Unlink(Association association, object owner, object related, Target target)
    {
        var (ownerKey, relatedKey) = Keys(association, owner, related);
        var sql = new StringBuilder("delete from ");
        Dialect.AppendTable(sql, association.JoinSchema?.Prefix ?? target.Prefix, association.JoinTable!); // many to many has one
        sql.Append(" where ");
        Dialect.AppendName(sql, association.JoinOwnerColumn);
        Dialect.AppendParameter(sql.Append(" = "), 0, association.OwnerKey.Type);
        sql.Append(" and ");
        Dialect.AppendName(sql, association.JoinRelatedColumn);
        Dialect.AppendParameter(sql.Append(" = "), 1, association.RelatedKey.Type);
        var statement = runtime.Text(sql.ToString(), StatementKind.Delete, association.JoinTable, [association.OwnerKey.Type, association.RelatedKey.Type]);
        var (error, _) = await Execute(statement, [association.OwnerKey.Type.Dump(ownerKey, Dialect), association.RelatedKey.Type.Dump(relatedKey, Dialect)]);
        if (error is not null)
            throw ConstraintException.Undeclared(error.Violation!, error, null); // that is why it was caught
    }

    /// <summary>A belongs to that was replaced: this row no longer points to it, so now it can go.</summary>
    private async Task RemoveReplacedParent(Changeset changeset, AssociationWrite write, Target target)
    {
        var association = write.Association;
        if (!write.IsInChanges || association.OnReplace is not (OnReplace.Delete or OnReplace.DeleteIfExists))
            return;
        if (changeset.Schema.GetAssociationValue(changeset.DataRecord, association.Index) is not { IsLoaded: true, Value: { } old })
            return;
        var key = association.RelatedKey;
        var stays = write.Changesets.Any(child => child.Action is ChangesetAction.Update or ChangesetAction.Ignore
            && key.Type.Equal(association.Related.GetValue(child.DataRecord, key.Index), association.Related.GetValue(old, key.Index)));
        if (stays)
            return;
        var outcome = await For(association, old, target, allowStale: association.OnReplace == OnReplace.DeleteIfExists).Delete(association.Related.ChangesetOf(old).Acting(ChangesetAction.Delete));
        if (outcome.Invalid is { } invalid)
            throw new InvalidChangesetException(invalid);
    }

    /// <summary>What deleting a row does to those that point to it, where the schema and not the database says so.</summary>
    private async Task DeleteAssociations(Changeset changeset, Target target)
    {
        foreach (var association in changeset.Schema.Associations)
        {
            if (association.OnDelete == OnDelete.Nothing || association.Kind is AssociationKind.BelongsTo or AssociationKind.Through)
                continue;
            var owner = changeset.Schema.GetValue(changeset.DataRecord, association.OwnerKey.Index);
            if (owner is null)
                continue;
            var isLinked = association.Kind == AssociationKind.ManyToMany;
            var (prefix, table, column) = isLinked
                ? (association.JoinSchema?.Prefix ?? target.Prefix, association.JoinTable!, association.JoinOwnerColumn) // many to many has one
                : (options.Prefix ?? association.Related.Prefix ?? target.Prefix, association.Related.Source, association.RelatedKey.Column);
            var deletes = association.OnDelete == OnDelete.DeleteAll || isLinked;
            var sql = new StringBuilder(deletes ? "delete from " : "update ");
            Dialect.AppendTable(sql, prefix, table);
            if (!deletes)
            {
                Dialect.AppendName(sql.Append(" set "), column);
                sql.Append(" = null");
            }

            Dialect.AppendName(sql.Append(" where "), column);
            Dialect.AppendParameter(sql.Append(" = "), 0, association.OwnerKey.Type);
            var statement = runtime.Text(sql.ToString(), deletes ? StatementKind.Delete : StatementKind.Update, table, [association.OwnerKey.Type]);
            var (error, _) = await Execute(statement, [association.OwnerKey.Type.Dump(owner, Dialect)]);
            if (error is not null)
                throw ConstraintException.Undeclared(error.Violation!, error, null); // that is why it was caught
        }
    }

    private static Field JoinField(SchemaInfo join, string column) => join.Fields.FirstOrDefault(field => field.Column == column)
        ?? throw new SchemaException($"{join.Name} is the join table of a many to many, but has no field for the column '{column}'. Declare it there, or say which column: OwnerColumn and RelatedColumn.");

    private static (object? Owner, object? Related) Keys(Association association, object owner, object related) =>
        (association.Owner.GetValue(owner, association.OwnerKey.Index), association.Related.GetValue(related, association.RelatedKey.Index));

    private static WriteOutcome? Gone(WriteOutcome outcome) => outcome.Invalid is null ? null : outcome;

    private static Changeset WithChildren(Changeset changeset, AssociationWrite write, IReadOnlyList<Changeset> children) =>
        changeset.WithChild(write.Association.Name, write.Association.IsMany ? children : children[0]);

    /// <summary>
    /// For a row of an association: the same options, without those that are about this row alone. It goes where this row is, unless it or its schema says otherwise.
    /// Source: Ecto.Association.update_parent_prefix/2.
    /// </summary>
    private RecordWriter For(Association association, object related, Target target, bool allowStale = false)
    {
        var prefix = options.Prefix ?? association.Related.GetMetaOf(related).Prefix ?? association.Related.Prefix ?? target.Prefix;
        return new RecordWriter(
            repo,
            runtime,
            new WriteOptions { Prefix = prefix, Timeout = options.Timeout, LogLevel = options.LogLevel, TelemetryTag = options.TelemetryTag, Custom = options.Custom, AllowStale = allowStale },
            cancellationToken);
    }
}
