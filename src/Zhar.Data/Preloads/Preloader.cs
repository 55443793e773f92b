using System.Globalization;
using System.Text;

namespace Zhar.Data;

/// <summary>Loads associations: one query a level, each key once. Source: Ecto.Repo.Preloader.</summary>
internal sealed class Preloader(Repo repo, RepoRuntime runtime, bool isForced, OperationOptions? options)
{
    /// <summary>The records with the associations. A <c>null</c> among the records stays one.</summary>
    /// <param name="schema">What the records are.</param>
    /// <param name="records">The records.</param>
    /// <param name="preloads">The associations.</param>
    /// <param name="isFresh">Whether nobody else has seen the records yet, so that they are filled in place.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    internal async Task<IReadOnlyList<object?>> Load(SchemaInfo schema, IReadOnlyList<object?> records, IReadOnlyList<Preload> preloads, bool isFresh, CancellationToken cancellationToken)
    {
        if (preloads is [{ Path.Count: 1 } only])
            return await Load(schema, records, schema.GetAssociation(only.Path[0]), only is IQueryPreload or IFunctionPreload ? only : null, [], isFresh, cancellationToken).ConfigureAwait(false);
        foreach (var level in preloads.GroupBy(static p => p.Path[0]))
        {
            var own = level.LastOrDefault(static p => p.Path.Count == 1 && p is IQueryPreload or IFunctionPreload);
            List<Preload> nested = [.. level.Where(static p => p.Path.Count > 1).Select(static p => p with { Path = [.. p.Path.Skip(1)] })];
            records = await Load(schema, records, schema.GetAssociation(level.Key), own, nested, isFresh, cancellationToken).ConfigureAwait(false);
        }

        return records;
    }

    private Task<IReadOnlyList<object?>> Load(SchemaInfo schema, IReadOnlyList<object?> records, Association association, Preload? own, List<Preload> nested, bool isFresh, CancellationToken cancellationToken) =>
        association.Kind is AssociationKind.Through
            ? LoadThrough(schema, records, association, own, nested, isFresh, cancellationToken)
            : LoadDirect(schema, records, association, own, nested, isFresh, cancellationToken);

    private async Task<IReadOnlyList<object?>> LoadDirect(
        SchemaInfo schema, IReadOnlyList<object?> records, Association association, Preload? own, List<Preload> nested, bool isFresh, CancellationToken cancellationToken)
    {
        var wanted = new bool[records.Count];
        var owners = new PreloadKey[records.Count];
        var prefixes = new List<string?>(1);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (records[i] is not { } record || !(isForced || !schema.GetAssociationValue(record, association.Index).IsLoaded))
                continue;
            wanted[i] = true;
            owners[i] = KeyOf(schema, record, association.OwnerKey);
            if (schema.GetMetaOf(record).Prefix is var prefix && !prefixes.Contains(prefix))
                prefixes.Add(prefix);
        }

        // Owners in different prefixes have their children there, too.
        var loaded = isFresh ? records : new List<object?>(records);
        foreach (var prefix in prefixes)
        {
            List<object> keys = [];
            var seen = new HashSet<PreloadKey>();
            for (var i = 0; i < wanted.Length; i++)
            {
                if (IsHere(i, prefix) && !owners[i].IsNull && seen.Add(owners[i]))
                    keys.Add(owners[i].Value);
            }

            var rows = keys.Count == 0 ? null : await Fetch(association, own, keys, prefix, cancellationToken).ConfigureAwait(false);
            if (rows is not null && (nested.Count > 0 || own is IQueryPreload))
                rows = await Nested(association.Related, rows, nested, own, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < wanted.Length; i++)
            {
                if (!IsHere(i, prefix))
                    continue;
                var filled = With(schema, records[i]!, association, rows, owners[i], isFresh); // a wanted one is there
                if (!isFresh)
                    ((List<object?>)loaded)[i] = filled;
            }
        }

        return nested.Count > 0 && wanted.Contains(false) ? await NestedInLoaded(schema, loaded, wanted, association, nested, cancellationToken).ConfigureAwait(false) : loaded;

        bool IsHere(int i, string? prefix) => wanted[i] && (prefixes.Count == 1 || schema.GetMetaOf(records[i]!).Prefix == prefix); // a wanted one is there
    }

    // posts.comments: by way of the first association, whose rows stay loaded.
    private async Task<IReadOnlyList<object?>> LoadThrough(
        SchemaInfo schema, IReadOnlyList<object?> records, Association association, Preload? own, List<Preload> nested, bool isFresh, CancellationToken cancellationToken)
    {
        if (own is not null)
            throw new QueryException($"{association} goes through other associations, so it takes no query or function of its own. Preload {string.Join(".", association.Through)} with it.");
        if (!isForced && records.All(r => r is null || schema.GetAssociationValue(r, association.Index).IsLoaded) && nested.Count == 0)
            return records;
        Preload path = new(association.Through);
        records = await Load(schema, records, [path, .. nested.Select(n => n with { Path = [.. association.Through, .. n.Path] })], isFresh, cancellationToken).ConfigureAwait(false);
        return records.Select(record => record is null ? null : With(schema, record, association, Walk(schema, record, association.Through, 0))).ToList();
    }

    private static List<object> Walk(SchemaInfo schema, object record, IReadOnlyList<string> path, int step)
    {
        var association = schema.GetAssociation(path[step]);
        var rows = Rows(schema.GetAssociationValue(record, association.Index).Value);
        if (step + 1 < path.Count)
            rows = [.. rows.SelectMany(row => Walk(association.Related, row, path, step + 1))];

        // A row that is reached twice is one row.
        var key = association.Related.PrimaryKey;
        return step > 0 || key.Count == 0 ? rows : [.. rows];
    }

    private async Task<PreloadedRows> Nested(SchemaInfo related, PreloadedRows rows, List<Preload> nested, Preload? own, CancellationToken cancellationToken)
    {
        IReadOnlyList<Preload> all = own is IQueryPreload query ? [.. PreloadSource.For(related.Type).PreloadsOf(query), .. nested] : nested;
        return all.Count == 0 ? rows : rows.With(await Load(related, rows.Rows, all, isFresh: own is not IFunctionPreload, cancellationToken).ConfigureAwait(false));
    }

    // Associations that were loaded before can still lack what is asked for beneath them.
    private async Task<IReadOnlyList<object?>> NestedInLoaded(SchemaInfo schema, IReadOnlyList<object?> records, bool[] isNew, Association association, List<Preload> nested, CancellationToken cancellationToken)
    {
        var children = new List<object?>();
        for (var i = 0; i < isNew.Length; i++)
        {
            if (!isNew[i] && records[i] is { } record)
                children.AddRange(Rows(schema.GetAssociationValue(record, association.Index).Value));
        }

        var loaded = await Load(association.Related, children, nested, isFresh: false, cancellationToken).ConfigureAwait(false);
        var next = 0;
        return (List<object?>)[.. records.Select((record, i) =>
        {
            if (isNew[i] || record is null)
                return record;
            var count = Rows(schema.GetAssociationValue(record, association.Index).Value).Count;
            List<object> rows = [.. loaded.Skip(next).Take(count).OfType<object>()];
            next += count;
            return With(schema, record, association, rows);
        })];
    }

    private async Task<PreloadedRows> Fetch(Association association, Preload? own, List<object> keys, string? ownersPrefix, CancellationToken cancellationToken)
    {
        var related = association.Related;
        var prefix = options?.Prefix ?? related.Prefix ?? ownersPrefix;
        if (own is IFunctionPreload function)
        {
            if (association.Kind is AssociationKind.ManyToMany)
                throw new QueryException($"{association} is many to many, so its rows do not say whose they are, and a function cannot load them. Use a query.");
            var given = await function.Load(keys, cancellationToken).ConfigureAwait(false);
            return Keyed(given, row => KeyOf(related, row, association.RelatedKey) is { IsNull: false } key
                ? key : throw new QueryException($"The function that preloads {association} has returned a {related.Name} without {association.RelatedKey.Name}."));
        }

        var isPlain = own is null && association.Where is null && !repo.PreparesQueries;
        if (isPlain)
            return await FetchPlain(association, keys, prefix, cancellationToken).ConfigureAwait(false);
        var source = PreloadSource.For(related.Type);
        if (association.Kind is not AssociationKind.ManyToMany)
        {
            var rows = await source.Fetch(repo, runtime, association, association.RelatedKey, keys, own as IQueryPreload, prefix, options, cancellationToken).ConfigureAwait(false);
            return Keyed(rows, row => KeyOf(related, row, association.RelatedKey));
        }

        // The rows of the join table say who has whom; they have no schema of their own, so they are read by themselves.
        var pairs = await Pairs(association, keys, prefix, cancellationToken).ConfigureAwait(false);
        List<object> relatedKeys = [.. pairs.Select(static p => p.Related).Distinct().Select(static k => k.Value)];
        if (relatedKeys.Count == 0)
            return new([], []);
        var owners = pairs.ToLookup(static p => p.Related, static p => p.Owner);
        var found = await source.Fetch(repo, runtime, association, association.RelatedKey, relatedKeys, own as IQueryPreload, prefix, options, cancellationToken).ConfigureAwait(false);
        var (all, ownerKeys) = (new List<object?>(), new List<PreloadKey>());
        foreach (var row in found)
        {
            foreach (var owner in owners[KeyOf(related, row, association.RelatedKey)])
            {
                all.Add(row);
                ownerKeys.Add(owner);
            }
        }

        return new(all, ownerKeys);
    }

    private static PreloadedRows Keyed(IReadOnlyList<object> rows, Func<object, PreloadKey> key) => new(rows, [.. rows.Select(key)]);

    // One statement, without the query compiler.
    private async Task<PreloadedRows> FetchPlain(Association association, List<object> keys, string? prefix, CancellationToken cancellationToken)
    {
        var related = association.Related;
        var plans = runtime.PlansOf(related);
        var statement = runtime.Preloads.GetOrAdd((association, prefix), static (key, runtime) => Plain(runtime, key.Association, key.Prefix), runtime);
        var keyField = association.Kind is AssociationKind.ManyToMany ? association.OwnerKey : association.RelatedKey;
        var values = runtime.Adapter.ToArray(keyField.Type, Dumped(keys, keyField));
        var reading = new PlainReading(plans.Ordinals, association.Kind is AssociationKind.ManyToMany ? plans.Columns.Count : plans.Ordinals[keyField.Index], keyField.Type, Repo.MetaFor(related, prefix, null));
        using var lease = await runtime.Lease(isWrite: false, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(statement, [values], options, cancellationToken).ConfigureAwait(false);
        return await PreloadSource.For(related.Type).Read(rows, reading, runtime.Dialect).ConfigureAwait(false);
    }

    private static SqlStatement Plain(RepoRuntime runtime, Association association, string? prefix)
    {
        var dialect = runtime.Dialect;
        var related = association.Related;
        var sql = new StringBuilder("select ");
        var columns = runtime.PlansOf(related).Columns;
        for (var i = 0; i < columns.Count; i++)
            Column(sql.Append(i == 0 ? "" : ", "), "r", columns[i].Column);
        FieldType type;
        if (association.Kind is AssociationKind.ManyToMany)
        {
            Column(sql.Append(", "), "j", association.JoinOwnerColumn);
            dialect.AppendTable(sql.Append(" from "), prefix, related.Source);
            dialect.AppendTable(sql.Append(" r join "), association.JoinSchema?.Prefix ?? prefix, association.JoinTable!); // many to many has one
            Column(sql.Append(" j on "), "j", association.JoinRelatedColumn);
            Column(sql.Append(" = "), "r", association.RelatedKey.Column);
            Column(sql.Append(" where "), "j", association.JoinOwnerColumn);
            type = association.OwnerKey.Type;
        }
        else
        {
            dialect.AppendTable(sql.Append(" from "), prefix, related.Source);
            Column(sql.Append(" r where "), "r", association.RelatedKey.Column);
            type = association.RelatedKey.Type;
        }

        dialect.AppendAnyOf(sql, 0, type);
        var order = Orders(association);
        for (var i = 0; i < order.Count; i++)
        {
            Column(sql.Append(i == 0 ? " order by " : ", "), "r", order[i].Field.Column);
            if (order[i].IsDescending)
                sql.Append(" desc");
        }

        return new(sql.ToString(), StatementKind.Select, related.Source, [type]) { Arrays = [true] };

        void Column(StringBuilder text, string table, string name) => dialect.AppendName(text.Append(table).Append('.'), name);
    }

    /// <summary>The order of a preloaded list: the association's, else by the primary key, so that it is the same each time.</summary>
    internal static List<(Field Field, bool IsDescending)> Orders(Association association)
    {
        if (association.PreloadOrder.Count == 0)
            return association.IsMany ? [.. association.Related.PrimaryKey.Select(static f => (f, false))] : [];
        return [.. association.PreloadOrder.Select(text =>
        {
            var isDescending = text.EndsWith(" desc", StringComparison.OrdinalIgnoreCase);
            return (association.Related.Get((isDescending ? text[..^" desc".Length] : text).Trim()), isDescending);
        })];
    }

    private async Task<List<(PreloadKey Owner, PreloadKey Related)>> Pairs(Association association, List<object> keys, string? prefix, CancellationToken cancellationToken)
    {
        var dialect = runtime.Dialect;
        var sql = new StringBuilder("select ");
        dialect.AppendName(sql, association.JoinOwnerColumn);
        dialect.AppendName(sql.Append(", "), association.JoinRelatedColumn);
        dialect.AppendTable(sql.Append(" from "), association.JoinSchema?.Prefix ?? prefix, association.JoinTable!); // many to many has one
        dialect.AppendName(sql.Append(" where "), association.JoinOwnerColumn);
        dialect.AppendAnyOf(sql, 0, association.OwnerKey.Type);
        var statement = runtime.Text(sql.ToString(), StatementKind.Select, association.JoinTable, [association.OwnerKey.Type], [true]);
        var values = runtime.Adapter.ToArray(association.OwnerKey.Type, Dumped(keys, association.OwnerKey));
        using var lease = await runtime.Lease(isWrite: false, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(statement, [values], options, cancellationToken).ConfigureAwait(false);
        var all = new List<(PreloadKey, PreloadKey)>();
        while (await rows.Read().ConfigureAwait(false))
        {
            var owner = PreloadKey.Of(association.OwnerKey.Type.Load(dialect.Read(rows.Reader, 0, association.OwnerKey.Type.Storage), dialect));
            var other = PreloadKey.Of(association.RelatedKey.Type.Load(dialect.Read(rows.Reader, 1, association.RelatedKey.Type.Storage), dialect));
            if (!owner.IsNull && !other.IsNull)
                all.Add((owner, other));
        }

        return all;
    }

    private List<object?> Dumped(List<object> keys, Field field) => keys.ConvertAll(key => field.Type.Dump(Fitting(key, field.Type), runtime.Dialect));

    internal static object Fitting(object key, FieldType type) => key is long && type.ClrType != typeof(long) && type.ClrType.IsPrimitive ? Convert.ChangeType(key, type.ClrType, CultureInfo.InvariantCulture) : key;

    private static PreloadKey KeyOf(SchemaInfo schema, object record, Field field) => PreloadKey.Of(schema.GetValue(record, field.Index));

    private static List<object> Rows(object? value) => value switch
    {
        null => [],
        System.Collections.IEnumerable many and not string => [.. many.Cast<object>()],
        var one => [one],
    };

    // What an owner gets of the rows that were found.
    private static object With(SchemaInfo schema, object record, Association association, PreloadedRows? rows, PreloadKey owner, bool isFresh)
    {
        var (first, count) = rows is null || owner.IsNull ? (-1, 0) : rows.Of(owner);
        if (!association.IsMany)
        {
            if (count > 1 && association.Kind is AssociationKind.HasOne)
                throw new QueryException($"{association} has one row at most, but {count} {association.Related.Name} rows point to one {schema.Name}. Declare it as a list, or delete those too many.");
            return schema.WithAssociationValue(record, association.Index, AssociationValue.Loaded(count == 0 ? null : rows!.Rows[first]), isFresh); // one was found in them
        }

        var own = PreloadSource.For(association.Related.Type).NewArray(count);
        for (var i = 0; i < count; i++, first = rows!.Next(first))
            own[i] = rows!.Rows[first]!; // they were found in them
        return schema.WithAssociationValue(record, association.Index, AssociationValue.Loaded(association.IsUnique ? Distinct(own, association) : own), isFresh);
    }

    /// <summary>The record with rows that are known to be its own.</summary>
    internal static object With(SchemaInfo schema, object record, Association association, List<object> rows) =>
        schema.WithAssociationValue(record, association.Index, AssociationValue.Loaded(association.IsMany ? association.IsUnique || association.Kind is AssociationKind.Through ? Distinct(rows, association) : rows : rows.FirstOrDefault()));

    private static IReadOnlyList<object> Distinct(IReadOnlyList<object> rows, Association association) => association.Related.PrimaryKey.Count == 0 ? rows
        : [.. rows.DistinctBy(row => string.Join('\0', association.Related.PrimaryKey.Select(f => Convert.ToString(association.Related.GetValue(row, f.Index), CultureInfo.InvariantCulture))))];
}

/// <summary>How the rows of a plain preload are read.</summary>
/// <param name="Ordinals">Where the fields are.</param>
/// <param name="KeyOrdinal">Where the owner's key is.</param>
/// <param name="KeyType">Its type.</param>
/// <param name="Meta">The meta of the rows, where it is not the usual one.</param>
internal sealed record PlainReading(int[] Ordinals, int KeyOrdinal, FieldType KeyType, Meta? Meta);
