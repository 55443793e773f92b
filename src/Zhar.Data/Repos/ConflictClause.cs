using System.Text;

namespace Zhar.Data;

/// <summary>Writes the conflict clause of an INSERT.</summary>
internal sealed class ConflictClause(SchemaInfo schema, RepoRuntime runtime)
{
    private readonly Dialect _dialect = runtime.Dialect;

    /// <summary>Appends the clause; values of its own follow those of the row.</summary>
    internal void Append(StringBuilder sql, InsertOptions options, List<Field> parameters, List<object?> arguments)
    {
        var target = Resolve(options.ConflictTarget);
        switch (options.OnConflict)
        {
            case OnConflict.OfRaise:
                return;
            case OnConflict.OfNothing:
                _dialect.AppendConflict(sql, target);
                if (_dialect.ConflictCounter is not null)
                    BeginCounting(sql);
                else
                    sql.Append(_dialect.ConflictNothing);
                return;
            case OnConflict.OfReplace replace:
                AppendReplace(sql, target, [.. replace.Fields.Select(Stored)]);
                if (replace.OnlyChanged && runtime.Adapter.Capabilities.ConflictTarget)
                    AppendChanged(sql, [.. replace.Fields.Select(Stored)]);
                break;
            case OnConflict.OfReplaceAllExcept except:
                var kept = except.Fields.Select(Stored).ToHashSet();
                AppendReplace(sql, target, [.. schema.Fields.Where(field => !field.IsVirtual && field.Writable == Writable.Always && !kept.Contains(field) && !IsMadeByDatabase(field, parameters))]);
                break;
            case OnConflict.SetOnConflict set:
                AppendSet(sql, target, set, parameters, arguments);
                break;
        }

        _dialect.AppendKeepKey(sql, schema.PrimaryKey is [{ Autogenerate: Autogenerate.Identity } key] && !parameters.Contains(key) ? key.Column : null);
    }

    private void AppendReplace(StringBuilder sql, ConflictTarget? target, IReadOnlyList<Field> fields)
    {
        if (fields.Count == 0)
            throw new ArgumentException("OnConflict replaces no column. Name some, or use OnConflict.Nothing.");
        Begin(sql, target);
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                sql.Append(", ");
            _dialect.AppendName(sql, fields[i].Column);
            _dialect.AppendExcluded(sql.Append(" = "), fields[i].Column);
        }
    }

    private void AppendChanged(StringBuilder sql, IReadOnlyList<Field> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            _dialect.AppendName(sql.Append(i == 0 ? " where " : " or "), schema.Source);
            _dialect.AppendName(sql.Append('.'), fields[i].Column);
            _dialect.AppendExcluded(sql.Append(_dialect.NullSafeDiffers), fields[i].Column);
        }
    }

    private void AppendSet(StringBuilder sql, ConflictTarget? target, OnConflict.SetOnConflict set, List<Field> parameters, List<object?> arguments)
    {
        Begin(sql, target);
        var first = true;
        foreach (var (name, value) in set.Sets)
        {
            Separate(sql, ref first);
            var field = Stored(name);
            _dialect.AppendName(sql, field.Column);
            AppendValue(sql.Append(" = "), field, value, parameters, arguments);
        }

        foreach (var (name, amount) in set.Incs)
        {
            Separate(sql, ref first);
            var field = Stored(name);
            _dialect.AppendName(sql, field.Column);
            sql.Append(" = ");
            _dialect.AppendName(sql, schema.Source);
            _dialect.AppendName(sql.Append('.'), field.Column);
            AppendValue(sql.Append(" + "), field, amount, parameters, arguments);
        }

        if (first)
            throw new ArgumentException("OnConflict.Set sets no column. Name some, or use OnConflict.Nothing.");
        if (set.Condition is { } condition)
            sql.Append(" where ").Append(condition);
    }

    private void Begin(StringBuilder sql, ConflictTarget? target)
    {
        if (target is null && runtime.Adapter.Capabilities.ConflictTarget && _dialect.NeedsConflictTarget)
        {
            throw new ArgumentException($"""
                OnConflict changes the stored row of {schema.Name}, so {runtime.Adapter} has to know by which unique index it is found. Say so:

                    new() {"{"} OnConflict = …, ConflictTarget = ConflictTarget.Columns("{schema.PrimaryKey.FirstOrDefault()?.Name ?? "…"}") {"}"}
                """);
        }

        _dialect.AppendConflict(sql, target);
        sql.Append(_dialect.ConflictUpdate);
        if (_dialect.ConflictCounter is not null)
        {
            BeginCounting(sql);
            sql.Append(", ");
        }
    }

    /// <summary>The counter starts at zero with each statement.</summary>
    private void BeginCounting(StringBuilder sql)
    {
        _dialect.AppendCounting(sql, (schema.PrimaryKey.FirstOrDefault() ?? schema.Fields.First(static field => !field.IsVirtual)).Column);
        sql.Insert(0, $"set {_dialect.ConflictCounter} = 0; ");
    }

    private void AppendValue(StringBuilder sql, Field field, object? value, List<Field> parameters, List<object?> arguments)
    {
        var cast = value is null || value.GetType() == field.Type.ClrType ? CastResult.Ok(value) : field.Type.Cast(value);
        if (!cast.IsOk)
            throw new ArgumentException($"'{value}' ({value?.GetType().Name}) is no value for {schema.Name}.{field.Name}, which is {field.Type.Name}.");
        _dialect.AppendParameter(sql, parameters.Count, field.Type);
        parameters.Add(field);
        arguments.Add(field.Type.Dump(cast.Value, _dialect));
    }

    /// <summary>Properties in a target become columns.</summary>
    private ConflictTarget? Resolve(ConflictTarget? target) => target is ConflictTarget.OfColumns columns
        ? columns with { Names = [.. columns.Names.Select(name => schema.Find(name)?.Column ?? schema.Fields.FirstOrDefault(field => field.Column == name)?.Column ?? schema.Get(name).Column)] }
        : target;

    private Field Stored(string name) => schema.Get(name) is { IsVirtual: false } field ? field : throw new SchemaException($"{schema.Name}.{name} is virtual: it is not stored, so OnConflict cannot change it.");

    /// <summary>The row has no value of ours for it, so there is nothing to replace with.</summary>
    private static bool IsMadeByDatabase(Field field, List<Field> written) => (field.Autogenerate == Autogenerate.Identity || field.IsReadAfterWrite) && !written.Contains(field);

    private static void Separate(StringBuilder sql, ref bool first)
    {
        if (!first)
            sql.Append(", ");
        first = false;
    }
}
