namespace Zhar.Data;

/// <content>INSERT … ON CONFLICT, with its outcome.</content>
internal sealed partial class RecordWriter
{
    private async Task<(DatabaseException? Error, Outcome? Outcome)> Upsert(SchemaInfo schema, Target target, RowValues values, InsertOptions insert)
    {
        var plans = runtime.PlansOf(schema);
        var columns = plans.FieldsOf(values.Mask);
        var sql = plans.InsertText(target.Prefix, target.Source, columns);
        var parameters = new List<Field>(columns);
        var arguments = new List<object?>(values.Dump(Dialect));
        new ConflictClause(schema, runtime).Append(sql, insert, parameters, arguments);

        // Whatever the row holds in the end is asked for: the values that were sent may not be those that are stored.
        var returning = insert.OnConflict is OnConflict.OfNothing ? Returning(schema, values, inserting: true) : plans.AllColumns;
        if (Dialect.ConflictCounter is { } counter)
        {
            sql.Append("; select ").Append(counter);
            return await UpsertWithoutReturning(schema, target, values, insert, runtime.Text(sql.ToString(), StatementKind.Insert, schema.Source, [.. parameters.Select(static f => f.Type)]), arguments);
        }

        var flag = Dialect.InsertedExpression;
        plans.AppendReturning(sql, plans.FieldsOf(returning), flag ?? (returning == 0 ? "1" : null));
        var statement = runtime.Text(sql.ToString(), StatementKind.Insert, schema.Source, [.. parameters.Select(static f => f.Type)]);
        using var lease = await runtime.Lease(true, cancellationToken).ConfigureAwait(false);
        using var probe = flag is null ? runtime.Adapter.Probe(lease.Connection.Db) : null;
        try
        {
            await using var rows = await lease.Connection.Query(statement, [.. arguments], options, cancellationToken).ConfigureAwait(false);
            if (!await rows.Read().ConfigureAwait(false))
                return (null, Outcome.Ignored);
            values.Load(rows.Reader, plans.OrdinalsOf(returning), Dialect);
            var outcome = probe?.Outcome ?? (flag is not null && rows.Reader.GetBoolean((int)UInt128.PopCount(returning)) ? Outcome.Inserted : Outcome.Updated);
            while (await rows.Read().ConfigureAwait(false))
            {
            }

            return (null, outcome);
        }
        catch (DatabaseException e) when (e.Violation is not null)
        {
            return (e, null);
        }
    }

    /// <summary>The statement tells how many rows it has found stored already: this one, or none.</summary>
    private async Task<(DatabaseException? Error, Outcome? Outcome)> UpsertWithoutReturning(
        SchemaInfo schema, Target target, RowValues values, InsertOptions insert, SqlStatement statement, List<object?> arguments)
    {
        using var lease = await runtime.Lease(true, cancellationToken).ConfigureAwait(false);
        bool isStored;
        try
        {
            await using var rows = await lease.Connection.Query(statement, [.. arguments], options, cancellationToken).ConfigureAwait(false);
            isStored = await rows.Read().ConfigureAwait(false) && rows.Reader.GetInt64(0) > 0;
        }
        catch (DatabaseException e) when (e.Violation is not null)
        {
            return (e, null);
        }

        var outcome = !isStored ? Outcome.Inserted : insert.OnConflict is OnConflict.OfNothing ? Outcome.Ignored : Outcome.Updated;
        if (outcome == Outcome.Ignored)
            return (null, outcome);
        if (schema.PrimaryKey is [{ Autogenerate: Autogenerate.Identity } key] && !values.Has(key) && Dialect.LastInsertId is { } lastId)
        {
            await using var rows = await lease.Connection.Query(runtime.Text(lastId, StatementKind.Select), [], options, cancellationToken).ConfigureAwait(false);
            if (await rows.Read().ConfigureAwait(false))
                values.Learn(key, key.Type.Load(Dialect.Read(rows.Reader, 0, key.Type.Storage), Dialect));
        }

        if (schema.PrimaryKey.Count > 0 && values.KeyOf().All(static part => part.Value is not null))
            await Reread(lease.Connection, schema, target, values.KeyOf(), runtime.PlansOf(schema).AllColumns, values).ConfigureAwait(false);
        return (null, outcome);
    }
}
