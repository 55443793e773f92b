using System.Globalization;
using System.Text;

namespace Zhar.Data;

/// <summary>Loads associations: one query a level, each key once. Source: Ecto.Repo.Preloader.</summary>
internal sealed class Preloader(Repo repo, RepoRuntime runtime, bool isForced, OperationOptions? options)
{
    /// <summary>The records with the associations. A <c>null</c> among the records stays one.</summary>
    internal async Task<List<object?>> Load(SchemaInfo schema, List<object?> records, IReadOnlyList<Preload> preloads, CancellationToken cancellationToken)
    {
        foreach (var level in preloads.GroupBy(static p => p.Path[0]))
        {
            var association = schema.GetAssociation(level.Key);
            var own = level.LastOrDefault(static p => p.Path.Count == 1 && p is IQueryPreload or IFunctionPreload);
            List<Preload> nested = [.. level.Where(static p => p.Path.Count > 1).Select(static p => p with { Path = [.. p.Path.Skip(1)] })];
            records = association.Kind is AssociationKind.Through
                ? await LoadThrough(schema, records, association, own, nested, cancellationToken).ConfigureAwait(false)
                : await LoadDirect(schema, records, association, own, nested, cancellationToken).ConfigureAwait(false);
        }

        return records;
    }

    private async Task<List<object?>> LoadDirect(SchemaInfo schema, List<object?> records, Association association, Preload? own, List<Preload> nested, CancellationToken cancellationToken)
    {
        var wanted = new bool[records.Count];
        for (var i = 0; i < wanted.Length; i++)
            wanted[i] = records[i] is { } record && (isForced || !schema.GetAssociationValue(record, association.Index).IsLoaded);

        // Owners in different prefixes have their children there, too.
        var found = new Dictionary<(string? Prefix, object Key), List<object>>();
        foreach (var place in Enumerable.Range(0, records.Count).Where(i => wanted[i]).GroupBy(i => schema.GetMetaOf(records[i]!).Prefix)) // the wanted ones are there
        {
            List<object> keys = [.. place.Select(i => KeyOf(schema, records[i]!, association.OwnerKey)).OfType<object>().Distinct()]; // the wanted ones are there
            if (keys.Count == 0)
                continue;
            var rows = await Fetch(association, own, keys, place.Key, cancellationToken).ConfigureAwait(false);
            if (nested.Count > 0 || own is IQueryPreload)
                rows = await Nested(association.Related, rows, nested, own, cancellationToken).ConfigureAwait(false);
            foreach (var (key, row) in rows)
            {
                if (!found.TryGetValue((place.Key, key), out var list))
                    found.Add((place.Key, key), list = []);
                list.Add(row);
            }
        }

        var loaded = new List<object?>(records.Count);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (records[i] is not { } record)
                loaded.Add(null);
            else if (wanted[i])
                loaded.Add(With(schema, record, association, KeyOf(schema, record, association.OwnerKey) is { } key ? found.GetValueOrDefault((schema.GetMetaOf(record).Prefix, key)) : null));
            else
                loaded.Add(record);
        }

        return nested.Count > 0 && wanted.Contains(false) ? await NestedInLoaded(schema, loaded, wanted, association, nested, cancellationToken).ConfigureAwait(false) : loaded;
    }

    // posts.comments: by way of the first association, whose rows stay loaded.
    private async Task<List<object?>> LoadThrough(SchemaInfo schema, List<object?> records, Association association, Preload? own, List<Preload> nested, CancellationToken cancellationToken)
    {
        if (own is not null)
            throw new QueryException($"{association} goes through other associations, so it takes no query or function of its own. Preload {string.Join(".", association.Through)} with it.");
        if (!isForced && records.All(r => r is null || schema.GetAssociationValue(r, association.Index).IsLoaded) && nested.Count == 0)
            return records;
        Preload path = new(association.Through);
        records = await Load(schema, records, [path, .. nested.Select(n => n with { Path = [.. association.Through, .. n.Path] })], cancellationToken).ConfigureAwait(false);
        return records.ConvertAll(record => record is null ? null : With(schema, record, association, Walk(schema, record, association.Through, 0)));
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

    private async Task<List<(object Key, object Row)>> Nested(SchemaInfo related, List<(object Key, object Row)> rows, List<Preload> nested, Preload? own, CancellationToken cancellationToken)
    {
        IReadOnlyList<Preload> all = own is IQueryPreload query ? [.. PreloadSource.For(related.Type).PreloadsOf(query), .. nested] : nested;
        if (all.Count == 0)
            return rows;
        var loaded = await Load(related, [.. rows.Select(static r => (object?)r.Row)], all, cancellationToken).ConfigureAwait(false);
        return [.. rows.Zip(loaded, static (row, with) => (row.Key, with!))]; // a row that is there stays there
    }

    // Associations that were loaded before can still lack what is asked for beneath them.
    private async Task<List<object?>> NestedInLoaded(SchemaInfo schema, List<object?> records, bool[] isNew, Association association, List<Preload> nested, CancellationToken cancellationToken)
    {
        var children = new List<object?>();
        for (var i = 0; i < isNew.Length; i++)
        {
            if (!isNew[i] && records[i] is { } record)
                children.AddRange(Rows(schema.GetAssociationValue(record, association.Index).Value));
        }

        var loaded = await Load(association.Related, children, nested, cancellationToken).ConfigureAwait(false);
        var next = 0;
        return [.. records.Select((record, i) =>
        {
            if (isNew[i] || record is null)
                return record;
            var count = Rows(schema.GetAssociationValue(record, association.Index).Value).Count;
            List<object> rows = [.. loaded.Skip(next).Take(count).OfType<object>()];
            next += count;
            return With(schema, record, association, rows);
        })];
    }

    private async Task<List<(object Key, object Row)>> Fetch(Association association, Preload? own, List<object> keys, string? ownersPrefix, CancellationToken cancellationToken)
    {
        var related = association.Related;
        var prefix = options?.Prefix ?? related.Prefix ?? ownersPrefix;
        if (own is IFunctionPreload function)
        {
            if (association.Kind is AssociationKind.ManyToMany)
                throw new QueryException($"{association} is many to many, so its rows do not say whose they are, and a function cannot load them. Use a query.");
            var given = await function.Load(keys, cancellationToken).ConfigureAwait(false);
            return [.. given.Select(row => (KeyOf(related, row, association.RelatedKey) ?? throw new QueryException($"The function that preloads {association} has returned a {related.Name} without {association.RelatedKey.Name}."), row))];
        }

        var isPlain = own is null && association.Where is null && !repo.PreparesQueries;
        if (isPlain)
            return await FetchPlain(association, keys, prefix, cancellationToken).ConfigureAwait(false);
        var source = PreloadSource.For(related.Type);
        if (association.Kind is not AssociationKind.ManyToMany)
        {
            var rows = await source.Fetch(repo, runtime, association, association.RelatedKey, keys, own as IQueryPreload, prefix, options, cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(row => (KeyOf(related, row, association.RelatedKey)!, row))]; // it was found by it
        }

        // The rows of the join table say who has whom; they have no schema of their own, so they are read by themselves.
        var pairs = await Pairs(association, keys, prefix, cancellationToken).ConfigureAwait(false);
        List<object> relatedKeys = [.. pairs.Select(static p => p.Related).Distinct()];
        if (relatedKeys.Count == 0)
            return [];
        var owners = pairs.ToLookup(static p => p.Related, static p => p.Owner);
        var found = await source.Fetch(repo, runtime, association, association.RelatedKey, relatedKeys, own as IQueryPreload, prefix, options, cancellationToken).ConfigureAwait(false);
        return [.. found.SelectMany(row => owners[KeyOf(related, row, association.RelatedKey)!].Select(owner => (owner, row)))]; // it was found by it
    }

    // One statement, without the query compiler.
    private async Task<List<(object Key, object Row)>> FetchPlain(Association association, List<object> keys, string? prefix, CancellationToken cancellationToken)
    {
        var related = association.Related;
        var plans = runtime.PlansOf(related);
        var statement = runtime.Preloads.GetOrAdd((association, prefix), static (key, runtime) => Plain(runtime, key.Association, key.Prefix), runtime);
        var keyField = association.Kind is AssociationKind.ManyToMany ? association.OwnerKey : association.RelatedKey;
        var ordinals = plans.Ordinals;
        var values = runtime.Adapter.ToArray(keyField.Type, Dumped(keys, keyField));
        var reading = PreloadSource.For(related.Type);
        var meta = Repo.MetaFor(related, prefix, null);
        using var lease = await runtime.Lease(isWrite: false, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(statement, [values], options, cancellationToken).ConfigureAwait(false);
        var all = new List<(object, object)>();
        while (await rows.Read().ConfigureAwait(false))
        {
            var row = reading.Read(rows.Reader, ordinals, runtime.Dialect, meta);
            var key = association.Kind is AssociationKind.ManyToMany
                ? Comparable(association.OwnerKey.Type.Load(runtime.Dialect.Read(rows.Reader, plans.Columns.Count, association.OwnerKey.Type.Storage), runtime.Dialect))
                : KeyOf(related, row, association.RelatedKey);
            all.Add((key!, row)); // it was found by it
        }

        return all;
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

    private async Task<List<(object Owner, object Related)>> Pairs(Association association, List<object> keys, string? prefix, CancellationToken cancellationToken)
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
        var all = new List<(object, object)>();
        while (await rows.Read().ConfigureAwait(false))
        {
            var owner = Comparable(association.OwnerKey.Type.Load(dialect.Read(rows.Reader, 0, association.OwnerKey.Type.Storage), dialect));
            var other = Comparable(association.RelatedKey.Type.Load(dialect.Read(rows.Reader, 1, association.RelatedKey.Type.Storage), dialect));
            if (owner is not null && other is not null)
                all.Add((owner, other));
        }

        return all;
    }

    private List<object?> Dumped(List<object> keys, Field field) => keys.ConvertAll(key => field.Type.Dump(Fitting(key, field.Type), runtime.Dialect));

    /// <summary>Keys of both sides must be equal as objects: an <c>int</c> that points to a <c>long</c> is one.</summary>
    private static object? Comparable(object? key) => key is short or int or byte ? Convert.ToInt64(key, CultureInfo.InvariantCulture) : key;

    internal static object Fitting(object key, FieldType type) => key is long && type.ClrType != typeof(long) && type.ClrType.IsPrimitive ? Convert.ChangeType(key, type.ClrType, CultureInfo.InvariantCulture) : key;

    private static object? KeyOf(SchemaInfo schema, object record, Field field) => Comparable(schema.GetValue(record, field.Index));

    private static List<object> Rows(object? value) => value switch
    {
        null => [],
        System.Collections.IEnumerable many and not string => [.. many.Cast<object>()],
        var one => [one],
    };

    private static object With(SchemaInfo schema, object record, Association association, List<object>? rows)
    {
        if (!association.IsMany)
        {
            if (rows is { Count: > 1 } && association.Kind is AssociationKind.HasOne)
                throw new QueryException($"{association} has one row at most, but {rows.Count} {association.Related.Name} rows point to one {schema.Name}. Declare it as a list, or delete those too many.");
            return schema.WithAssociationValue(record, association.Index, AssociationValue.Loaded(rows?.FirstOrDefault()));
        }

        if (rows is not null && (association.IsUnique || association.Kind is AssociationKind.Through) && association.Related.PrimaryKey.Count > 0)
            rows = [.. rows.DistinctBy(row => string.Join('\0', association.Related.PrimaryKey.Select(f => Convert.ToString(association.Related.GetValue(row, f.Index), CultureInfo.InvariantCulture))))];
        return schema.WithAssociationValue(record, association.Index, AssociationValue.Loaded(rows ?? []));
    }
}
