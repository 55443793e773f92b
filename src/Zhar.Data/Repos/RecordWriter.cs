namespace Zhar.Data;

/// <summary>Stores one changeset and all that hangs on it: parents first, the row, then children, in one transaction where more than one statement may be needed.</summary>
/// <remarks>Source: Ecto.Repo.Schema.</remarks>
internal sealed partial class RecordWriter(Repo repo, RepoRuntime runtime, WriteOptions options, CancellationToken cancellationToken)
{
    private Dialect Dialect => runtime.Dialect;

    // ---- the three operations ----------------------------------------------------------------------------------------

    internal Task<WriteOutcome> Insert(Changeset changeset)
    {
        Demand(changeset, ChangesetAction.Insert);
        if (!changeset.IsValid)
            return Task.FromResult(new WriteOutcome(changeset.Acting(ChangesetAction.Insert)));
        var associations = AssociationWrites.Of(changeset, withData: true);
        return associations.IsEmpty && !changeset.HasPreparations ? InsertRow(changeset, changeset, associations) : InsertTree(changeset.Acting(ChangesetAction.Insert), associations);
    }

    internal Task<WriteOutcome> Update(Changeset changeset)
    {
        Demand(changeset, ChangesetAction.Update);
        if (!changeset.IsValid)
            return Task.FromResult(new WriteOutcome(changeset.Acting(ChangesetAction.Update)));
        var key = Repo.KeyOf(changeset.Schema, changeset.DataRecord, "update");
        if (changeset.Changes.Count == 0 && !options.Force && !changeset.HasPreparations)
            return Task.FromResult(new WriteOutcome(changeset.DataRecord));
        var associations = AssociationWrites.Of(changeset, withData: false);
        return associations.IsEmpty && !changeset.HasPreparations ? UpdateRow(changeset, changeset, associations, key) : UpdateTree(changeset.Acting(ChangesetAction.Update), associations, key);
    }

    internal Task<WriteOutcome> Delete(Changeset changeset)
    {
        Demand(changeset, ChangesetAction.Delete);
        changeset = changeset.Acting(ChangesetAction.Delete);
        if (!changeset.IsValid)
            return Task.FromResult(new WriteOutcome(changeset));
        Repo.KeyOf(changeset.Schema, changeset.DataRecord, "delete");
        return !changeset.HasPreparations && !changeset.Schema.Associations.Any(static a => a.OnDelete != OnDelete.Nothing)
            ? DeleteRow(changeset, changeset)
            : InTransaction(changeset, prepared => DeleteRow(changeset, prepared));
    }

    private Task<WriteOutcome> InsertTree(Changeset changeset, AssociationWrites associations) =>
        InTransaction(changeset, prepared => InsertRow(changeset, prepared, prepared == changeset ? associations : AssociationWrites.Of(prepared, withData: true)));

    private Task<WriteOutcome> UpdateTree(Changeset changeset, AssociationWrites associations, FieldValue[] key) =>
        InTransaction(changeset, prepared => UpdateRow(changeset, prepared, prepared == changeset ? associations : AssociationWrites.Of(prepared, withData: false), key));

    /// <summary>By the action of a child.</summary>
    private Task<WriteOutcome> Write(Changeset changeset) => changeset.Action switch
    {
        ChangesetAction.Insert => Insert(changeset),
        ChangesetAction.Delete => Delete(changeset),
        _ => Update(changeset),
    };

    private async Task<WriteOutcome> InTransaction(Changeset original, Func<Changeset, Task<WriteOutcome>> write)
    {
        var result = await Repo.RunTransaction<WriteOutcome>(
            runtime,
            async _ =>
            {
                var prepared = original.HasPreparations ? await original.Prepare(repo, cancellationToken) : original;
                var outcome = prepared.IsValid ? await write(prepared) : new WriteOutcome(prepared);
                return outcome.Invalid is null ? new Ok<WriteOutcome>(outcome) : new Error<WriteOutcome>(ExitReason.Of("invalid", outcome.Invalid));
            },
            TransactionOptions.Default,
            cancellationToken);
        return result switch
        {
            Ok<WriteOutcome> ok => ok.Value,
            Error<WriteOutcome> { Reason: { Tag: "invalid", Value: Changeset invalid } } => new WriteOutcome(invalid),
            _ => throw new InvalidOperationException("The transaction around this write is being rolled back, because one inside of it was. Return from it, and begin again."),
        };
    }

    // ---- the row -----------------------------------------------------------------------------------------------------

    private async Task<WriteOutcome> InsertRow(Changeset original, Changeset changeset, AssociationWrites associations)
    {
        var schema = changeset.Schema;
        var target = TargetOf(changeset);
        var values = new RowValues(schema);
        values.TakeData(changeset.DataRecord);
        if (!associations.IsEmpty && await WriteParents(original, associations, values, target) is { } failed)
            return new WriteOutcome(failed);
        values.TakeChanges(changeset, runtime.Clock, isInsert: true);
        values.Autogenerate(runtime.Clock);

        var inserted = (options as InsertOptions)?.OnConflict is null or OnConflict.OfRaise
            ? await InsertPlain(schema, target, values)
            : await Upsert(schema, target, values, (InsertOptions)options);
        if (inserted.Error is { } error)
            return Violated(original.Acting(ChangesetAction.Insert), error);
        var record = values.Apply(changeset.DataRecord, inserted.Outcome is null ? target.Loaded : new Meta(RecordState.Loaded, target.Source, target.MetaPrefix) { Outcome = inserted.Outcome });
        return associations.IsEmpty ? new WriteOutcome(record) : await WriteChildren(original, changeset, associations, record, target);
    }

    private async ValueTask<(DatabaseException? Error, Outcome? Outcome)> InsertPlain(SchemaInfo schema, Target target, RowValues values)
    {
        var returning = Returning(schema, values, inserting: true);
        var plans = runtime.PlansOf(schema);
        if (returning == 0 || runtime.Adapter.Capabilities.Returning)
        {
            var error = await RunRow(plans.Insert(target.Prefix, target.Source, values.Mask, returning), values.Dump(Dialect), plans, returning, values);
            return (error, null);
        }

        return (await InsertAndSelect(schema, target, values, returning), null);
    }

    private async Task<WriteOutcome> UpdateRow(Changeset original, Changeset changeset, AssociationWrites associations, FieldValue[] key)
    {
        var schema = changeset.Schema;
        var target = TargetOf(changeset);
        var values = new RowValues(schema);
        if (!associations.IsEmpty && await WriteParents(original, associations, values, target) is { } failed)
            return new WriteOutcome(failed);
        values.TakeChanges(changeset, runtime.Clock, isInsert: false);
        var filters = new RowFilters(schema);
        filters.AddKey(key);
        filters.Add(changeset.Filters);
        var record = changeset.DataRecord;
        var isForced = changeset.IsForcedByChildren && (schema.UpdatedAt is not null || schema.LockVersion is not null);
        if (values.Mask != 0 || options.Force || isForced)
        {
            values.Touch(runtime.Clock);
            values.CountVersion(record, filters);
            if (values.Mask == 0)
                throw new SchemaException($"{schema.Name} has nothing that a forced update could write: no change, and no time of the last change.");
            var plans = runtime.PlansOf(schema);
            var returning = Returning(schema, values, inserting: false);
            var (error, count) = await RunUpdate(schema, target, plans, values, filters, returning);
            if (error is not null)
                return Violated(original.Acting(ChangesetAction.Update), error);
            if (count == 0 && !options.AllowStale)
                return Stale(original.Acting(ChangesetAction.Update), "update");
            record = values.Apply(record, target.Loaded);
        }

        return associations.IsEmpty ? new WriteOutcome(record) : await WriteChildren(original, changeset, associations, record, target);
    }

    private async Task<WriteOutcome> DeleteRow(Changeset original, Changeset changeset)
    {
        var schema = changeset.Schema;
        var target = TargetOf(changeset);
        var filters = new RowFilters(schema);
        filters.AddKey(Repo.KeyOf(schema, changeset.DataRecord, "delete"));
        filters.Add(changeset.Filters);
        new RowValues(schema).CountVersion(changeset.DataRecord, filters);
        await DeleteAssociations(changeset, target);
        var statement = runtime.PlansOf(schema).Delete(target.Prefix, target.Source, filters.Columns, filters.Nulls);
        var (error, count) = await Execute(statement, filters.Dump(Dialect));
        if (error is not null)
            return Violated(original, error);
        return count == 0 && !options.AllowStale
            ? Stale(original, "delete")
            : new WriteOutcome(schema.WithMetaOf(changeset.DataRecord, new Meta(RecordState.Deleted, target.Source, target.MetaPrefix)));
    }

    // ---- statements --------------------------------------------------------------------------------------------------

    /// <summary>Runs a statement that changes one row and may return some of its columns, which go into <paramref name="values"/>.</summary>
    private async ValueTask<DatabaseException?> RunRow(SqlStatement statement, object?[] parameters, SchemaPlans plans, UInt128 returning, RowValues values) =>
        (await RunRowCounted(statement, parameters, plans, returning, values).ConfigureAwait(false)).Error;

    private async ValueTask<(DatabaseException? Error, int Count)> RunRowCounted(SqlStatement statement, object?[] parameters, SchemaPlans plans, UInt128 returning, RowValues values)
    {
        if (returning == 0)
            return await Execute(statement, parameters).ConfigureAwait(false);
        using var lease = await runtime.Lease(true, cancellationToken).ConfigureAwait(false);
        try
        {
            await using var rows = await lease.Connection.Query(statement, parameters, options, cancellationToken).ConfigureAwait(false);
            if (!await rows.Read().ConfigureAwait(false))
                return (null, 0);
            values.Load(rows.Reader, plans.OrdinalsOf(returning), Dialect);

            // To the end: SQLite finishes the statement, and with it deferred checks, with the last row.
            while (await rows.Read().ConfigureAwait(false))
            {
            }

            return (null, 1);
        }
        catch (DatabaseException e) when (e.Violation is not null)
        {
            return (e, 0);
        }
    }

    private async ValueTask<(DatabaseException? Error, int Count)> RunUpdate(SchemaInfo schema, Target target, SchemaPlans plans, RowValues values, RowFilters filters, UInt128 returning)
    {
        var parameters = values.Dump(Dialect, filters);
        if (returning == 0 || runtime.Adapter.Capabilities.UpdateReturning)
            return await RunRowCounted(plans.Update(target.Prefix, target.Source, values.Mask, filters.Columns, filters.Nulls, returning), parameters, plans, returning, values);
        var result = await Execute(plans.Update(target.Prefix, target.Source, values.Mask, filters.Columns, filters.Nulls, 0), parameters);
        if (result is { Error: null, Count: > 0 })
            await Reread(schema, target, filters.Key, returning, values);
        return result;
    }

    private async ValueTask<(DatabaseException? Error, int Count)> Execute(SqlStatement statement, object?[] parameters)
    {
        using var lease = await runtime.Lease(true, cancellationToken).ConfigureAwait(false);
        try
        {
            return (null, await lease.Connection.Execute(statement, parameters, options, cancellationToken).ConfigureAwait(false));
        }
        catch (DatabaseException e) when (e.Violation is not null)
        {
            return (e, 0);
        }
    }

    /// <summary>Where INSERT returns nothing: on the same connection the generated key, and by it the other columns.</summary>
    private async Task<DatabaseException?> InsertAndSelect(SchemaInfo schema, Target target, RowValues values, UInt128 returning)
    {
        var plans = runtime.PlansOf(schema);
        using var lease = await runtime.Lease(true, cancellationToken).ConfigureAwait(false);
        try
        {
            await lease.Connection.Execute(plans.Insert(target.Prefix, target.Source, values.Mask, 0), values.Dump(Dialect), options, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseException e) when (e.Violation is not null)
        {
            return e;
        }

        var key = schema.PrimaryKey.FirstOrDefault(field => SchemaPlans.Has(returning, field));
        if (key is not null && Dialect.LastInsertId is { } lastId)
        {
            await using var rows = await lease.Connection.Query(runtime.Text(lastId, StatementKind.Select), [], options, cancellationToken).ConfigureAwait(false);
            if (await rows.Read().ConfigureAwait(false))
                values.Put(key, key.Type.Load(Dialect.Read(rows.Reader, 0, key.Type.Storage), Dialect));
        }

        var rest = key is null ? returning : returning & ~SchemaPlans.Bit(key);
        if (rest != 0)
            await Reread(lease.Connection, schema, target, values.KeyOf(), rest, values).ConfigureAwait(false);
        return null;
    }

    private async Task Reread(SchemaInfo schema, Target target, FieldValue[] key, UInt128 returning, RowValues values)
    {
        using var lease = await runtime.Lease(true, cancellationToken).ConfigureAwait(false);
        await Reread(lease.Connection, schema, target, key, returning, values).ConfigureAwait(false);
    }

    private async Task Reread(RepoConnection connection, SchemaInfo schema, Target target, FieldValue[] key, UInt128 returning, RowValues values)
    {
        var plans = runtime.PlansOf(schema);
        var filters = new RowFilters(schema);
        filters.AddKey(key);
        var statement = plans.Select(target.Prefix, target.Source, filters.Columns, filters.Nulls, RowLock.None, 0);
        await using var rows = await connection.Query(statement, filters.Dump(Dialect), options, cancellationToken).ConfigureAwait(false);
        if (!await rows.Read().ConfigureAwait(false))
            return;
        var ordinals = new int[plans.Ordinals.Length];
        for (var i = 0; i < ordinals.Length; i++)
            ordinals[i] = SchemaPlans.Has(returning, schema.Fields[i]) ? plans.Ordinals[i] : -1;
        values.Load(rows.Reader, ordinals, Dialect);
    }

    // ---- what goes wrong ---------------------------------------------------------------------------------------------

    private WriteOutcome Violated(Changeset changeset, DatabaseException error)
    {
        var violation = error.Violation!; // that is why it was caught
        var constraint = violation.Name is { } name
            ? changeset.FindConstraint(violation.Kind, name)
            : OnlyOne(changeset.Constraints, violation.Kind);
        if (constraint is not null)
            return new WriteOutcome(changeset.WithError(constraint.ToError(violation.Name ?? constraint.Name)));
        throw ConstraintException.Undeclared(violation, error, [.. changeset.Constraints.Select(static c => c.ToString())]);
    }

    /// <summary>A database that does not name what was violated leaves no doubt when only one is declared.</summary>
    private static Constraint? OnlyOne(IReadOnlyList<Constraint> constraints, ConstraintKind kind)
    {
        var ofKind = constraints.Where(constraint => constraint.Kind == kind).Take(2).ToList();
        return ofKind is [var only] ? only : null;
    }

    private WriteOutcome Stale(Changeset changeset, string action)
    {
        if (options.StaleErrorField is { } field)
            return new WriteOutcome(changeset.WithError(new ChangesetError(field, options.StaleErrorMessage, Metadata.Of(("stale", true)))));
        throw new StaleEntryException(changeset.Schema.Name, action, changeset.DataRecord);
    }

    private static void Demand(Changeset changeset, ChangesetAction action)
    {
        if (changeset.Action is ChangesetAction.None or ChangesetAction.Validate || changeset.Action == action)
            return;
        throw new InvalidOperationException($"This changeset of {changeset.Schema.Name} has the action {changeset.Action}, so it cannot be used to {action.ToString().ToLowerInvariant()}. Make a new one from the record.");
    }

    // ---- where -------------------------------------------------------------------------------------------------------

    /// <summary>The table: the call's prefix before the record's, the schema's and the repo's.</summary>
    private Target TargetOf(Changeset changeset)
    {
        var meta = changeset.Schema.GetMetaOf(changeset.DataRecord);
        if (changeset.Schema.IsEmbedded)
            throw new SchemaException($"{changeset.Schema.Name} is an embedded schema: it has no table, and is stored inside of another record.");
        return new Target(meta.Source, options.Prefix ?? meta.Prefix ?? changeset.Schema.Prefix ?? runtime.Options.Prefix, changeset.Schema.Prefix);
    }

    /// <summary>What the database makes and has to tell.</summary>
    private UInt128 Returning(SchemaInfo schema, RowValues values, bool inserting)
    {
        var plans = runtime.PlansOf(schema);
        if (options.Returning)
            return plans.AllColumns;
        var returning = plans.ReadAfterWrite;
        if (!inserting)
            return returning;
        foreach (var field in schema.PrimaryKey)
        {
            if (field.Autogenerate == Autogenerate.Identity && !SchemaPlans.Has(values.Mask, field))
                returning |= SchemaPlans.Bit(field);
        }

        return returning;
    }

    internal readonly record struct Target(string? Source, string? Prefix, string? SchemaPrefix)
    {
        /// <summary>The prefix that the record's meta has to remember.</summary>
        internal string? MetaPrefix => Prefix == SchemaPrefix ? null : Prefix;

        /// <summary>The meta of a record that is stored there.</summary>
        internal Meta Loaded => Source is null && MetaPrefix is null ? Meta.Loaded : new(RecordState.Loaded, Source, MetaPrefix);
    }
}

/// <summary>What became of a write: a record, or a changeset with errors.</summary>
internal readonly struct WriteOutcome
{
    internal WriteOutcome(object record) => Record = record;

    internal WriteOutcome(Changeset invalid) => Invalid = invalid;

    /// <summary>The stored record.</summary>
    internal object? Record { get; }

    /// <summary>The errors.</summary>
    internal Changeset? Invalid { get; }
}
