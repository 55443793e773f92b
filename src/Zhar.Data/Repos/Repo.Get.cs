using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <content>Reads by key, with SQL that is made once for each schema. Source: Ecto.Repo.get/3, get_by/3, reload/2.</content>
public abstract partial class Repo
{
    /// <summary>The record with this primary key.</summary>
    /// <returns><c>null</c> when there is none.</returns>
    /// <exception cref="ArgumentNullException">The key is <c>null</c>: a query with it would find nothing, and hide a mistake.</exception>
    /// <exception cref="SchemaException">The schema has not exactly one primary key field, or the key does not fit its type.</exception>
    public Task<T?> Get<T>(object id, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        var schema = SchemaInfo.Of<T>();
        if (schema.PrimaryKey is not [var key])
            throw new SchemaException($"{schema.Name} has {schema.PrimaryKey.Count} primary key fields, so Get with one value cannot find it. Use GetBy with all of them.");
        ArgumentNullException.ThrowIfNull(id, $"{nameof(id)} (the {key.Name} of the {schema.Name})");
        return Find(schema, [new(key.Index, CastFor(key, id))], options, cancellationToken);
    }

    /// <summary>As <see cref="Get{T}"/>, for a record that must be there.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<T> GetOrThrow<T>(object id, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class =>
        await Get<T>(id, options, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException($"{SchemaInfo.Of<T>().Name}", $"where {SchemaInfo.Of<T>().PrimaryKey[0].Column} = {id}");

    /// <summary>The record whose fields have these values: <c>repo.GetBy&lt;User&gt;(new Dictionary&lt;string, object?&gt; { ["Email"] = email })</c>. A <c>null</c> finds rows that have none.</summary>
    /// <returns><c>null</c> when there is none.</returns>
    /// <exception cref="MultipleResultsException">There are several.</exception>
    /// <exception cref="SchemaException">There is no such field, or a value does not fit its type.</exception>
    public Task<T?> GetBy<T>(IReadOnlyDictionary<string, object?> fields, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0)
            throw new ArgumentException("GetBy needs a field at least; without any it would find any row.", nameof(fields));
        var schema = SchemaInfo.Of<T>();
        var values = new FieldValue[fields.Count];
        var i = 0;
        foreach (var (name, value) in fields)
        {
            var field = schema.Get(name);
            values[i++] = new(field.Index, value is null ? null : CastFor(field, value));
        }

        return Find(schema, values, options, cancellationToken);
    }

    /// <summary>The record whose field has this value: <c>repo.GetBy&lt;User&gt;(u => u.Email, email)</c>. A <c>null</c> finds a row that has none.</summary>
    /// <returns><c>null</c> when there is none.</returns>
    /// <exception cref="MultipleResultsException">There are several.</exception>
    /// <exception cref="SchemaException">There is no such field, or the value does not fit its type.</exception>
    public Task<T?> GetBy<T>(
        Func<T, object?> field, object? value, ReadOptions? options = null, CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(field))] string selector = "")
        where T : class => GetBy<T>(Named<T>(selector, value), options, cancellationToken);

    /// <summary>As above, for a record that must be there.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="MultipleResultsException">There are several.</exception>
    public Task<T> GetByOrThrow<T>(
        Func<T, object?> field, object? value, ReadOptions? options = null, CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(field))] string selector = "")
        where T : class => GetByOrThrow<T>(Named<T>(selector, value), options, cancellationToken);

    /// <summary>As <see cref="GetBy{T}(IReadOnlyDictionary{string, object?}, ReadOptions?, CancellationToken)"/>, for a record that must be there.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="MultipleResultsException">There are several.</exception>
    public async Task<T> GetByOrThrow<T>(IReadOnlyDictionary<string, object?> fields, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class =>
        await GetBy<T>(fields, options, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException(SchemaInfo.Of<T>().Name, $"where {string.Join(" and ", fields.Keys)}");

    /// <summary>The record as it is stored now.</summary>
    /// <returns><c>null</c> when its row is gone.</returns>
    public Task<T?> Reload<T>(T record, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(record);
        var schema = SchemaInfo.Of<T>();
        var meta = schema.GetMeta(record);
        return Find(schema, KeyOf(schema, record, "reload"), Within(options, meta), cancellationToken, meta.Source);
    }

    /// <summary>As <see cref="Reload{T}"/>, for a record whose row must be there.</summary>
    /// <exception cref="NotFoundException">It is gone.</exception>
    public async Task<T> ReloadOrThrow<T>(T record, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class =>
        await Reload(record, options, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException(SchemaInfo.Of<T>().Name, record.ToString());

    private static Dictionary<string, object?> Named<T>(string selector, object? value) => new() { [SchemaInfo.Of<T>().SelectOne(selector).Name] = value };

    /// <summary>The values of a record's primary key.</summary>
    /// <exception cref="SchemaException">It has none, or a part of it is missing.</exception>
    internal static FieldValue[] KeyOf(SchemaInfo schema, object record, string action)
    {
        if (schema.PrimaryKey.Count == 0)
            throw new SchemaException($"{schema.Name} has no primary key, so a single row cannot be told from others. To {action} it, use a query.");
        var key = new FieldValue[schema.PrimaryKey.Count];
        for (var i = 0; i < key.Length; i++)
        {
            var field = schema.PrimaryKey[i];
            var value = schema.GetValue(record, field.Index);
            key[i] = value is not null && (!SchemaInfo.IsUnset(field, value) || field.Autogenerate == Autogenerate.None) ? new(field.Index, value) : throw new SchemaException(
                $"Cannot {action} this {schema.Name}: {field.Name} is missing, which is {(key.Length == 1 ? "its primary key" : "a part of its primary key")}. Was it stored or read before?");
        }

        return key;
    }

    private Task<T?> Find<T>(SchemaInfo<T> schema, FieldValue[] filters, ReadOptions? options, CancellationToken cancellationToken, string? source = null)
        where T : class
    {
        var runtime = Runtime;
        if (PreparesQueries)
            return One(QueryOf(schema, filters, source), options, cancellationToken);
        var plans = runtime.PlansOf(schema);
        UInt128 columns = 0, nulls = 0;
        foreach (var (index, value) in filters)
        {
            var field = schema.Fields[index];
            if (field.IsVirtual)
                throw new SchemaException($"{schema.Name}.{field.Name} is virtual: it is not stored, so no row can be found by it.");
            if (value is null)
                nulls |= SchemaPlans.Bit(field);
            else
                columns |= SchemaPlans.Bit(field);
        }

        var prefix = options?.Prefix ?? schema.Prefix ?? runtime.Options.Prefix;

        // A key finds one row at most; for anything else the second row is asked for, to see that there is none.
        var limit = filters.Length == 1 && schema.PrimaryKey is [var key] && key.Index == filters[0].Field ? 0 : 2;
        var statement = plans.Select(prefix, source, columns, nulls, options?.Lock ?? RowLock.None, limit);
        return FindOne(runtime, schema, statement, Dump(runtime, schema, filters, columns), plans.Ordinals, MetaFor(schema, prefix, source), options, cancellationToken);
    }

    /// <summary>A read by key as a query, for an application that looks at each query.</summary>
    private static Query<T> QueryOf<T>(SchemaInfo<T> schema, FieldValue[] filters, string? source)
        where T : class
    {
        var query = source is null ? Data.Query.From<T>() : Data.Query.From<T>(source);
        foreach (var (index, value) in filters)
            query = query.Where(schema.Fields[index].Name, value);
        return query.Take(2);
    }

    private static async Task<T?> FindOne<T>(
        RepoRuntime runtime, SchemaInfo<T> schema, SqlStatement statement, object?[] values, int[] ordinals, Meta? meta, ReadOptions? options, CancellationToken cancellationToken)
        where T : class
    {
        using var lease = await runtime.Lease(false, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(statement, values, options, cancellationToken).ConfigureAwait(false);
        if (!await rows.Read().ConfigureAwait(false))
            return null;
        var record = schema.Load(rows.Reader, ordinals, runtime.Dialect);
        if (meta is not null)
            schema.PutMeta(record, meta);
        if (await rows.Read().ConfigureAwait(false))
            throw new MultipleResultsException(schema.Name, 2, statement.Text, orMore: true);
        return record;
    }

    /// <summary>The meta of loaded records that are not where their schema says; <c>null</c> for the usual one.</summary>
    internal static Meta? MetaFor(SchemaInfo schema, string? prefix, string? source) => prefix == schema.Prefix && source is null ? null : new Meta(RecordState.Loaded, source, prefix);

    private static ReadOptions? Within(ReadOptions? options, Meta meta) =>
        meta.Prefix is null || options?.Prefix is not null ? options : (options ?? new ReadOptions()) with { Prefix = meta.Prefix };

    /// <summary>The values as the driver gets them, in the schema's order, without those that are null.</summary>
    private static object?[] Dump(RepoRuntime runtime, SchemaInfo schema, FieldValue[] values, UInt128 columns)
    {
        if (values is [var only])
            return columns == 0 ? [] : [schema.Fields[only.Field].Type.Dump(only.Value, runtime.Dialect)];
        return [.. values.Where(static v => v.Value is not null).OrderBy(static v => v.Field).Select(v => schema.Fields[v.Field].Type.Dump(v.Value, runtime.Dialect))];
    }

    private static object CastFor(Field field, object value)
    {
        if (field.Type.ClrType == value.GetType())
            return value;
        var cast = field.Type.Cast(value);
        return cast is { IsOk: true, Value: { } fitting } ? fitting : throw new SchemaException($"'{value}' ({value.GetType().Name}) is no value for {field.Schema.Name}.{field.Name}, which is {field.Type.Name}.");
    }
}
