using System.Data;
using System.Globalization;
using System.Linq.Expressions;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Zhar.Data;

/// <summary>Makes plans of queries for one kind of database, and keeps them.</summary>
internal sealed partial class QueryCompiler
{
    private readonly QueryDialect _dialect;
    private readonly MappingSchema _mapping;
    private readonly PlanCache _cache = new();
    private readonly string? _defaultPrefix;

    internal QueryCompiler(string dialect, string? defaultPrefix = null)
    {
        _defaultPrefix = defaultPrefix;
        _dialect = QueryDialect.For(dialect);
        _mapping = SchemaMetadataReader.NewMapping(dialect);
    }

    /// <summary>Whether plans are kept. Only tests switch it off.</summary>
    internal bool UsesCache { get; set; } = true;

    internal int CachedPlans => _cache.Count;

    internal QueryDialect Dialect => _dialect;

    /// <summary>The plan for reading the rows of a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="prefix">The prefix of the call, which wins over all others.</param>
    /// <param name="variables">The values of the query's variables, for this run.</param>
    internal QueryPlan<T> Rows<T>(Expression query, string? prefix, out List<object?> variables)
    {
        var shape = QueryShape.Of(query, [], typeof(T), prefix, nameof(Rows));
        variables = shape.Values;
        if (UsesCache && shape.IsComplete && _cache.Find(shape.Tokens) is QueryPlan<T> kept)
        {
            shape.Recycle();
            return kept;
        }

        var (plan, isSound) = CompileRows<T>(query, prefix, shape);
        if (UsesCache && shape.IsComplete && isSound)
            _cache.Add(shape.Tokens, plan);
        return plan;
    }

    private (QueryPlan<T> Plan, bool IsSound) CompileRows<T>(Expression query, string? prefix, QueryShape shape)
    {
        var (unlocked, rowLock) = TakeLock(query);
        var hoisted = Hoisting.Hoist(unlocked);
        var source = Spine.Root(hoisted.Source);
        var meta = hoisted.Projection is null && source is not null && (prefix ?? source.Prefix ?? Spine.PrefixOf(hoisted.Source)) is var usedPrefix && (usedPrefix ?? source.Source) is not null
            ? new Meta(RecordState.Loaded, source.Source, usedPrefix) : null;
        var projection = Projection.Of(hoisted, shape, meta);

        using var connection = NewConnection(out var recorder);
        var binder = new Binder(_dialect, shape, prefix, _defaultPrefix);
        var statement = Guard(query, () => Run(connection, recorder, binder.Query(hoisted.Source), projection.Parameter, [.. projection.Leaves.Select(leaf => binder.Visit(leaf.Sql))], projection.Leaves));
        var text = SqlText.Of(statement, binder, _dialect.Name);
        return (new QueryPlan<T>(source is null ? "" : source.Source ?? SchemaInfo.Of(source.Element).Source, text.Pieces, text.Order, text.Parameters, projection.Compile<T>()) { Lock = rowLock }, text.IsSound);
    }

    private static string Name(int value) => "C" + (value % ProjectedRow.Width).ToString(CultureInfo.InvariantCulture);

    // A position can be read as a number and as a text. What is of another type is a number for the compiler; the blank keeps it from looking behind that.
    // What is more than a column must be computed by the database: the compiler would otherwise do some of it when it reads the row.
    private static UnaryExpression Readable(Expression value)
    {
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        var isReadable = !type.IsEnum && Type.GetTypeCode(type) is TypeCode.String or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.Double or TypeCode.Single or TypeCode.Decimal;
        if (!isReadable)
            value = RawSql.Call(typeof(int), new("{0} "), value);
        else if (value is not MemberExpression && !(value is MethodCallExpression aggregate && aggregate.Method.DeclaringType == typeof(Enumerable)))
            value = Expression.Call(typeof(Sql), nameof(Sql.AsSql), [value.Type], value);
        return Expression.Convert(value, typeof(object));
    }

    private CompiledStatement Run(DataConnection connection, CompilerConnection recorder, Expression bound, ParameterExpression parameter, IReadOnlyList<Expression> values, IReadOnlyList<Leaf> leaves)
    {
        var select = Expression.Call(
            typeof(Queryable), nameof(Queryable.Select), [parameter.Type, typeof(ProjectedRow)], bound, Expression.Quote(Expression.Lambda(Columns(values), parameter)));
        var neutral = new Neutralizer(_dialect, connection).Visit(select);
        Resolve(connection.GetTable<ProjectedRow>().Provider.CreateQuery<ProjectedRow>(neutral).AsEnumerable().First(), leaves);
        return recorder.Statements.Single();
    }

    private static void Resolve(ProjectedRow? columns, IReadOnlyList<Leaf> leaves)
    {
        for (var i = 0; i < leaves.Count; i++)
        {
            if (i > 0 && i % ProjectedRow.Width == 0)
                columns = columns!.Next; // Columns has made as many as there are values
            leaves[i].Ordinal = Convert.ToInt32(typeof(ProjectedRow).GetField(Name(i))!.GetValue(columns), CultureInfo.InvariantCulture); // the field is there
        }
    }

    private CompiledStatement Guard(Expression query, Func<CompiledStatement> compile)
    {
        try
        {
            return compile();
        }
        catch (Exception e) when (e is LinqToDBException or System.Reflection.TargetInvocationException { InnerException: LinqToDBException })
        {
            var cause = e as LinqToDBException ?? e.InnerException!; // it is one of the two
            throw new QueryException($"The query cannot be made SQL for {_dialect.Name}: {cause.Message}\n{Spine.Describe(query)}", cause);
        }
    }

    private static Expression Columns(IReadOnlyList<Leaf> leaves, Binder binder) => Columns([.. leaves.Select(leaf => binder.Visit(leaf.Sql))]);

    // new ProjectedRow { C0 = value, C1 = value, … }
    private static Expression Columns(IReadOnlyList<Expression> values)
    {
        List<UnaryExpression> readable = [.. values.Select(Readable)];
        if (readable.Count == 0)
            readable.Add(Expression.Convert(RawSql.Call(typeof(int), new("1")), typeof(object)));
        Expression? rest = null;
        for (var start = (readable.Count - 1) / ProjectedRow.Width * ProjectedRow.Width; start >= 0; start -= ProjectedRow.Width)
        {
            List<MemberBinding> bindings = [];
            for (var i = start; i < Math.Min(start + ProjectedRow.Width, readable.Count); i++)
                bindings.Add(Expression.Bind(typeof(ProjectedRow).GetField(Name(i))!, readable[i])); // Width of them
            if (rest is not null)
                bindings.Add(Expression.Bind(typeof(ProjectedRow).GetField(nameof(ProjectedRow.Next))!, rest)); // declared there
            rest = Expression.MemberInit(Expression.New(typeof(ProjectedRow)), bindings);
        }

        return rest!; // there is at least one value
    }

    // A value that is no column stands in the SQL all the same.
    private static Expression Computed(Expression value) => value is MemberExpression { Expression: not ConstantExpression } ? value : RawSql.Call(typeof(int), new("{0} "), value);

    private static (Expression Query, RowLock Lock) TakeLock(Expression query)
    {
        var kept = new Stack<MethodCallExpression>();
        var rowLock = RowLock.None;
        while (query is MethodCallExpression { Object: { } source } call && (Spine.KeepsShape(call.Method.Name) || call.Method.Name is nameof(Query<>.Select)))
        {
            if (call.Method.Name is not nameof(Query<>.Lock))
                kept.Push(call);
            else if (rowLock is RowLock.None)
                rowLock = (RowLock)Captures.Evaluate(call.Arguments[0])!; // an enum is never null
            query = source;
        }

        return (Spine.Rebuild(query, kept), rowLock);
    }

    private DataConnection NewConnection(out CompilerConnection recorder)
    {
        recorder = new();
        return new(new DataOptions().UseConnection(_dialect.Provider, recorder).UseMappingSchema(_mapping).UseDisableQueryCache(true).UseParameterizeTakeSkip(false));
    }
}
