using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>What the preloader does with records whose type it does not know.</summary>
internal abstract class PreloadSource
{
    // Weak, so that it does not keep an unloaded application's types.
    private static readonly ConditionalWeakTable<Type, PreloadSource> ByType = [];

    internal static PreloadSource For(Type type) => ByType.GetValue(type, static t => (PreloadSource)Activator.CreateInstance(typeof(PreloadSource<>).MakeGenericType(t))!); // it has a constructor

    /// <summary>The rows whose field has one of the values, by the association's condition and order and the caller's query.</summary>
    internal abstract Task<IReadOnlyList<object>> Fetch(
        Repo repo, RepoRuntime runtime, Association association, Field field, List<object> keys, IQueryPreload? narrow, string? prefix, OperationOptions? options, CancellationToken cancellationToken);

    /// <summary>All rows, with their owners' keys.</summary>
    internal abstract ValueTask<PreloadedRows> Read(Rows rows, PlainReading reading, Dialect dialect);

    /// <summary>An array for the rows of one owner, as the record has it.</summary>
    internal abstract object[] NewArray(int count);

    /// <summary>The preloads that the caller's query has itself.</summary>
    internal abstract IReadOnlyList<Preload> PreloadsOf(IQueryPreload preload);
}

internal sealed class PreloadSource<T> : PreloadSource
    where T : class
{
    internal override async Task<IReadOnlyList<object>> Fetch(
        Repo repo, RepoRuntime runtime, Association association, Field field, List<object> keys, IQueryPreload? narrow, string? prefix, OperationOptions? options, CancellationToken cancellationToken)
    {
        List<object?> values = keys.ConvertAll(key => (object?)Preloader.Fitting(key, field.Type));
        var query = Query.From<T>().Where((Expression<Func<T, bool>>)Fields.In(typeof(T), field, values));
        if (association.Where?.Invoke() is Expression<Func<T, bool>> condition)
            query = query.Where(condition);
        if (narrow is not null)
            query = (Query<T>)narrow.Apply(query);
        if (!Spine.HasOrder(query.Expression))
            query = Ordered(query, association);
        if (prefix is not null && prefix != SchemaInfo.Of<T>().Prefix)
            query = query.Prefix(prefix);
        query = repo.Prepared(QueryOperation.Preload, query, options);

        // The lock of a read is about its own rows.
        var call = options is null ? null : new ReadOptions { Prefix = options.Prefix, Timeout = options.Timeout, LogLevel = options.LogLevel, TelemetryTag = options.TelemetryTag, Custom = options.Custom };
        return await Repo.Fetch(runtime, query, call, cancellationToken).ConfigureAwait(false);
    }

    internal override async ValueTask<PreloadedRows> Read(Rows rows, PlainReading reading, Dialect dialect)
    {
        var schema = SchemaInfo.Of<T>();
        var (ordinals, keyOrdinal, keyType, meta) = reading;
        var isNumber = keyType.Storage is StorageKind.Int64 or StorageKind.Int32 && keyType.ClrType.IsPrimitive;
        var (all, keys) = (new List<T>(), new List<PreloadKey>());
        while (rows.IsSynchronous ? rows.ReadNow() : await rows.Read().ConfigureAwait(false))
        {
            var record = schema.Load(rows.Reader, ordinals, dialect);
            if (meta is not null)
                schema.PutMeta(record, meta);
            all.Add(record);

            // It was found by the key, so there is one.
            keys.Add(!isNumber ? PreloadKey.Of(keyType.Load(dialect.Read(rows.Reader, keyOrdinal, keyType.Storage), dialect))
                : new(keyType.Storage is StorageKind.Int64 ? dialect.ReadInt64(rows.Reader, keyOrdinal) : dialect.ReadInt32(rows.Reader, keyOrdinal)));
        }

        return new(all, keys);
    }

    internal override object[] NewArray(int count) => count == 0 ? Array.Empty<T>() : new T[count];

    internal override IReadOnlyList<Preload> PreloadsOf(IQueryPreload preload) => preload.Apply(Query.From<T>()).Preloads.Items;

    private static Query<T> Ordered(Query<T> query, Association association)
    {
        var expression = query.Expression;
        var name = nameof(Query<>.OrderBy);
        foreach (var (field, isDescending) in Preloader.Orders(association))
        {
            expression = Spine.OrderBy(expression, isDescending ? name + "Descending" : name, field);
            name = nameof(Query<>.ThenBy);
        }

        return new(expression, query.Preloads);
    }
}
