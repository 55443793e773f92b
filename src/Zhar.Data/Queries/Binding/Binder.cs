using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using LinqToDB;

namespace Zhar.Data;

/// <summary>Rewrites a recorded query into one of the query compiler: clauses become its operators, sources its tables, and variables become places whose parameters can be found again in the SQL.</summary>
internal sealed partial class Binder(QueryDialect dialect, QueryShape shape, string? prefix, string? defaultPrefix) : ExpressionVisitor
{
    private readonly Dictionary<Expression, int> _places = shape.Places();
    private readonly Dictionary<Expression, Expression> _ctes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ParameterExpression, Expression> _queries = [];
    private readonly Dictionary<Type, object> _holders = [];
    private readonly Dictionary<(int, SlotForm, FieldType?), Expression> _bySlot = [];
    private string? _prefix;
    private int _isTwoValued;

    /// <summary>The parameters that were made, by their number.</summary>
    internal List<PlanSlot> Slots { get; } = [];

    /// <summary>Which of <see cref="Slots"/> are null this time.</summary>
    internal List<bool> IsNull { get; } = [];

    /// <summary>A query as the compiler's query.</summary>
    internal Expression Query(Expression query)
    {
        switch (query)
        {
            case SourceExpression source:
                return Table(source.Element, source.Source, source.Prefix);
            case ConstantExpression { Value: IQuery inner }:
                return Query(inner.Expression);
            case UnaryExpression { NodeType: ExpressionType.Convert } convert:
                return Query(convert.Operand);
            case ParameterExpression parameter when _queries.TryGetValue(parameter, out var bound):
                return bound;
            case MethodCallExpression { Object: { } source } call when Spine.IsQuery(call.Method.DeclaringType!): // a method of Query<T> has a type
                return Clause(call, source);
            case MethodCallExpression { Object: null } call when call.Method.DeclaringType == typeof(Query):
                return Root(call);
            case MethodCallExpression { Object: null } call when call.Method.DeclaringType == typeof(QueryExtensions):
                return Operator("Where", [Hoisting.Row(query)], Query(call.Arguments[0]), Lambda(call.Arguments[1]));
            default:
                if (Captures.IsClosed(query) && shape.Known(query) is IQuery captured)
                    return Query(captured.Expression);
                throw new QueryException($"""
                    '{query}' is a method of the application that gets a row of the outer query, so it cannot be called before the SQL is made. Write its query in place, beginning with Query.From<…>(),
                    or make it a value that depends on no row and add the condition here with Where.
                    """);
        }
    }

    internal LambdaExpression Lambda(Expression argument) => (LambdaExpression)Visit(Spine.Lambda(argument));

    [return: NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node)
    {
        if (node is null)
            return null;
        if (_places.TryGetValue(node, out var place))
            return Slot(place, null, SlotForm.Value, node.Type, SqlTypes.Default(node.Type), isRedacted: false);
        return base.Visit(node);
    }

    protected override Expression VisitConstant(ConstantExpression node) => node.Value switch
    {
        IQuery query => Query(query.Expression),
        LambdaExpression lambda => Visit(lambda),
        _ => node,
    };

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        var body = Visit(node.Body);
        return body == node.Body ? node : body.Type == node.Body.Type ? Expression.Lambda<T>(body, node.Parameters) : Expression.Lambda(body, node.Parameters);
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (Captures.IsClosed(node))
            return Closed(node);
        if (node.Expression is { } target && SchemaInfo.TryGet(target.Type, out var schema))
        {
            if (schema.IsEmbedded)
                return Embedded(node);
            if (schema.FindAssociation(node.Member.Name) is not null)
                throw new QueryException($"A query cannot read the association {schema.Name}.{node.Member.Name} like a field. Join it, or ask with a subquery: Query.From<…>().Any(x => x.{schema.Name}Id == …).");
            if (schema.Find(node.Member.Name) is null or { IsVirtual: true })
                throw new QueryException($"{schema.Name}.{node.Member.Name} is no column, so SQL does not know it. Give it a value with SelectMerge, or use a field that is stored.");
        }

        return base.VisitMember(node);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (Captures.IsMembership(node, out var list, out var item))
            return Membership(list, item);
        var type = node.Method.DeclaringType!; // a method found by its call has a type
        if (Spine.IsQuery(node.Type))
            return Query(node);
        if (Spine.IsQuery(type))
            return Subquery(node);
        if (type == typeof(Fn))
            return Function(node);
        if (type == typeof(Win))
            return WindowFunction(node);
        if (Captures.IsClosed(node))
            return Closed(node);
        if (type == typeof(string) && TextTest(node) is { } test)
            return test;
        return base.VisitMethodCall(node);
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        // In C# a value is not in a list exactly when it is not found there, and null is not found; SQL's answer to null is neither.
        if (node.NodeType is ExpressionType.Not && node.Operand is MethodCallExpression call && Captures.IsMembership(call, out var list, out var item)
            && CanBeNull(item.Type) && shape.Known(list) is not IQuery && _places.TryGetValue(list, out var place) && shape.Values[place] is ListValue { HasNull: false })
            return Expression.OrElse(Expression.Equal(Visit(item), Expression.Constant(null, item.Type)), Expression.Not(Membership(list, item)));
        if (node.NodeType is ExpressionType.Quote)
            return Expression.Quote(Visit(node.Operand));
        if (node.NodeType is not ExpressionType.Convert && Captures.IsClosed(node))
            return Closed(node);
        return node.NodeType is ExpressionType.Not && node.Type == typeof(bool) ? TwoValued(() => base.VisitUnary(node)) : base.VisitUnary(node);
    }

    /// <summary>Where a condition is negated or compared, "unknown" is not as good as "no".</summary>
    private Expression TwoValued(Func<Expression> visit)
    {
        _isTwoValued++;
        try
        {
            return visit();
        }
        finally
        {
            _isTwoValued--;
        }
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        if (Captures.IsClosed(node))
            return Closed(node);
        if (Unlifted(node.Left.Type) == typeof(bool) && node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual or ExpressionType.ExclusiveOr)
            return TwoValued(() => node.NodeType is ExpressionType.ExclusiveOr ? ExclusiveOr(node) : Compared(node));
        return Compared(node);
    }

    /// <summary>One of two conditions, which databases write as a comparison.</summary>
    private BinaryExpression ExclusiveOr(BinaryExpression node) => node.Type == typeof(bool)
        ? Expression.NotEqual(Visit(node.Left), Visit(node.Right))
        : throw new QueryException($"'{node}' asks which one of two conditions holds, but one of them may be null. Say what null means, as in (x.Flag ?? false) ^ (x.Other ?? false).");

    private Expression Compared(BinaryExpression node)
    {
        if (node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual or ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual)
        {
            var (left, right) = (node.Left, node.Right);
            Enums(ref left, ref right);
            var (a, b) = (Operand(left, FieldOf(right)), Operand(right, FieldOf(left)));
            if (a.Type == b.Type && (node.Method is null || a.Type == node.Left.Type))
                return Expression.MakeBinary(node.NodeType, a, b, node.IsLiftedToNull, node.Method);
            if (Unlifted(a.Type) == Unlifted(b.Type))
                return Expression.MakeBinary(node.NodeType, Lifted(a), Lifted(b), node.IsLiftedToNull, node.Method);
        }

        return base.VisitBinary(node);
    }

    protected override Expression VisitConditional(ConditionalExpression node) => Captures.IsClosed(node) ? Closed(node) : base.VisitConditional(node);

    protected override Expression VisitNewArray(NewArrayExpression node) => Captures.IsClosed(node) ? Closed(node) : base.VisitNewArray(node);

    protected override Expression VisitNew(NewExpression node) => SqlTypes.IsScalar(node.Type) && Captures.IsClosed(node) ? Closed(node) : base.VisitNew(node);

    protected override Expression VisitExtension(Expression node) => node is SourceExpression ? Query(node) : base.VisitExtension(node);

    /// <summary>A value that a field gets.</summary>
    internal Expression Value(Expression value, Field field) => Operand(value, field);

    /// <summary>An item of a field that is a list.</summary>
    internal Expression Item(Expression item, Field field) => _places.TryGetValue(item, out var place)
        ? Slot(place, null, SlotForm.Value, item.Type, field.Type.Element ?? SqlTypes.Default(item.Type), field.IsRedacted)
        : Visit(item);

    /// <summary>The field that an expression reads, if it is one.</summary>
    internal static Field? FieldOf(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert)
            expression = convert.Operand;
        return expression is MemberExpression { Expression: { } target } member && SchemaInfo.TryGet(target.Type, out var schema) ? schema.Find(member.Member.Name) : null;
    }

    /// <summary>A place for a value that becomes a parameter.</summary>
    private Expression Slot(int place, object? constant, SlotForm form, Type type, FieldType? fieldType, bool isRedacted)
    {
        if (place >= 0 && _bySlot.TryGetValue((place, form, fieldType), out var known) && known.Type == type)
            return known;
        var number = Slots.Count;
        if (number == Zhar.Data.Slots<int>.Count)
            throw new QueryException($"A query has more than {number} variables. Pass many values as one list: list.Contains(x.Field).");
        var slot = new PlanSlot(place, constant, form, fieldType, isRedacted);
        var value = form is SlotForm.List ? "" : slot.Value(shape.Values);
        if (fieldType is null && value is not null)
            throw new QueryException($"A query uses a value of type {type.Name}, which no database knows. Compare it with a field of that type, or use a number, a text, a time or a Guid.");
        Slots.Add(slot);
        IsNull.Add(value is null);

        if (!_holders.TryGetValue(type, out var holder))
            _holders.Add(type, holder = Activator.CreateInstance(typeof(Slots<>).MakeGenericType(type))!); // it has a constructor
        var field = holder.GetType().GetField($"{Slots<int>.Prefix}{number}{Slots<int>.Suffix}")!; // it has Count of them
        field.SetValue(holder, value);
        var expression = Expression.Field(Expression.Constant(holder), field);
        if (place >= 0)
            _bySlot[(place, form, fieldType)] = expression;
        return expression;
    }

    // Something that does not depend on a row. What decides about the SQL is taken as the shape has seen it.
    private Expression Closed(Expression node)
    {
        var value = shape.Known(node);
        if (value is IQuery query)
            return Query(query.Expression);
        if (value is bool)
            return Expression.Constant(value, node.Type);
        return Slot(-1, value, SlotForm.Value, node.Type, SqlTypes.Default(node.Type), isRedacted: false);
    }

    // A value beside a field is dumped as the field's values are.
    private Expression Operand(Expression operand, Field? field)
    {
        if (field is null)
            return Visit(operand);
        var inner = operand;
        var converts = new Stack<UnaryExpression>();
        while (inner is UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert && !_places.ContainsKey(inner))
        {
            converts.Push(convert);
            inner = convert.Operand;
        }

        Expression? slot = null;
        if (_places.TryGetValue(inner, out var place))
        {
            var fits = Unlifted(inner.Type) == Unlifted(field.ClrType) || Unlifted(inner.Type) == field.Type.ClrType;
            slot = Slot(place, null, SlotForm.Value, inner.Type, fits ? field.Type : SqlTypes.Default(inner.Type) ?? field.Type, field.IsRedacted);
        }
        else if (inner is ConstantExpression { Value: { } value } && (value.GetType().IsEnum || !IsPlain(field.Type.Storage) || !SqlTypes.IsLiteral(value.GetType())))
        {
            // A number that the compiler has written for the field's type, as 10 for a decimal, is one of the field's values.
            var typed = Unlifted(field.ClrType) is var target && target != value.GetType() && value is IConvertible && !target.IsEnum && SqlTypes.IsLiteral(target)
                ? Convert.ChangeType(value, target, System.Globalization.CultureInfo.InvariantCulture) : value;
            slot = Slot(-1, typed, SlotForm.Value, inner.Type, typed.GetType() == field.Type.ClrType ? field.Type : SqlTypes.Default(typed.GetType()), field.IsRedacted);
        }

        if (slot is null)
            return Visit(operand);
        foreach (var convert in converts)
            slot = Expression.Convert(slot, convert.Type);
        return slot;
    }

    // The compiler compares enums by their numbers: Convert(x.Role, int) == 1. The members are meant.
    private static void Enums(ref Expression left, ref Expression right)
    {
        var type = EnumBehind(left) ?? EnumBehind(right);
        if (type is null)
            return;
        var lifts = Nullable.GetUnderlyingType(left.Type) is not null || Nullable.GetUnderlyingType(right.Type) is not null;
        left = AsEnum(left, type, lifts);
        right = AsEnum(right, type, lifts);

        static Type? EnumBehind(Expression e) => e is UnaryExpression { NodeType: ExpressionType.Convert, Operand.Type: var t } && Unlifted(t) is { IsEnum: true } found ? found : null;

        static Expression AsEnum(Expression e, Type type, bool lifts)
        {
            var target = lifts ? typeof(Nullable<>).MakeGenericType(type) : type;
            if (e is UnaryExpression { NodeType: ExpressionType.Convert, Operand: var operand } && Unlifted(operand.Type) == type)
                return operand.Type == target ? operand : Expression.Convert(operand, target);
            if (e is ConstantExpression { Value: { } number })
                return lifts ? Expression.Convert(Expression.Constant(Enum.ToObject(type, number)), target) : Expression.Constant(Enum.ToObject(type, number));
            if (e is ConstantExpression { Value: null })
                return Expression.Constant(null, target);
            return Expression.Convert(e, target);
        }
    }

    private static bool IsPlain(StorageKind storage) => storage is StorageKind.Boolean or StorageKind.Int16 or StorageKind.Int32 or StorageKind.Int64 or StorageKind.Text or StorageKind.Double or StorageKind.Single;

    private static bool CanBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static Type Unlifted(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Expression Lifted(Expression e) => e.Type.IsValueType && Nullable.GetUnderlyingType(e.Type) is null ? Expression.Convert(e, typeof(Nullable<>).MakeGenericType(e.Type)) : e;

    private TableExpression Table(Type element, string? source, string? ownPrefix)
    {
        var schema = SchemaInfo.Of(element);
        if (schema.IsEmbedded)
            throw new QueryException($"{schema.Name} is an embedded schema: it has no table to query. Query the record that it is part of.");
        var (name, tablePrefix) = (source ?? schema.Source, prefix ?? ownPrefix ?? _prefix ?? schema.Prefix ?? defaultPrefix);

        // The query compiler writes SQLite's names in brackets, in which there is no way to write a bracket.
        if (dialect is SqliteQueries && (name.AsSpan().ContainsAny('[', ']') || tablePrefix.AsSpan().ContainsAny('[', ']')))
            throw new QueryException($"The name of the table '{(tablePrefix is null ? name : $"{tablePrefix}.{name}")}' has a bracket, which queries on SQLite cannot write. Rename the table, or use repo.Query with SQL.");
        return new TableExpression(element, name, tablePrefix);
    }

    private Expression Root(MethodCallExpression call) => call.Method.Name switch
    {
        nameof(Zhar.Data.Query.From) => Table(call.Method.GetGenericArguments()[0],
            call.Arguments.Count > 0 ? (string?)Captures.Evaluate(call.Arguments[0]) : null, call.Arguments.Count > 1 ? (string?)Captures.Evaluate(call.Arguments[1]) : null),
        nameof(Zhar.Data.Query.SqlRows) => new SqlSourceExpression(call.Method.GetGenericArguments()[0], (string)Captures.Evaluate(call.Arguments[0])!, // a text is not null
            [.. ((NewArrayExpression)call.Arguments[1]).Expressions.Select(argument => Visit(Bare(argument)))]),
        nameof(Zhar.Data.Query.ValueRows) => Values(call),
        _ => Once(call, () => Recursive(call.Method.GetGenericArguments()[0], Spine.Lambda(call.Arguments[0]), (string?)Captures.Evaluate(call.Arguments[1]))),
    };

    private SqlSourceExpression Values(MethodCallExpression call)
    {
        var schema = SchemaInfo.Of(call.Method.GetGenericArguments()[0]);
        Field[] columns = [.. schema.Fields.Where(static f => !f.IsVirtual)];
        if (Array.Find(columns, static f => f.Type.Storage is StorageKind.Array) is { } list)
            throw new QueryException($"{schema.Name}.{list.Name} is a list, and lists cannot travel in the columns of Query.Values. Use a record without it.");
        var nodes = ((NewArrayExpression)call.Arguments[0]).Expressions;
        return new(schema.Type, dialect.Values(columns), [.. columns.Select((field, i) => Slot(_places[nodes[i]], null, SlotForm.List, typeof(string), field.Type, field.IsRedacted))]);
    }

    private RecursiveExpression Recursive(Type element, LambdaExpression build, string? name)
    {
        var recursive = new RecursiveExpression(element, name ?? Naming.Snake(element.Name));
        _queries[build.Parameters[0]] = recursive.Rows;
        recursive.Body = Query(build.Body);
        return recursive;
    }

    // A common table expression is one however often it is used, so it is bound once.
    private Expression Once(Expression node, Func<Expression> bind)
    {
        if (!_ctes.TryGetValue(node, out var bound))
            _ctes.Add(node, bound = bind());
        return bound;
    }

    private Expression Clause(MethodCallExpression call, Expression source)
    {
        var row = Hoisting.Row(source);
        switch (call.Method.Name)
        {
            case nameof(Query<>.Prefix):
                var outer = _prefix;
                _prefix ??= (string?)Captures.Evaluate(call.Arguments[0]);
                var scoped = Query(source);
                _prefix = outer;
                return scoped;
            case nameof(Query<>.Lateral):
                return Query(source);
            case nameof(Query<>.Lock):
                throw new QueryException("A lock is about the rows of the whole query, so it stands at its end: query.Where(…).Lock(RowLock.ForUpdate). Inside a subquery it has no place.");
            case nameof(Query<>.SelectMerge):
                throw new QueryException("SelectMerge fills fields of the rows that come back, so it has no place inside a subquery or before a change of the row's shape. Move it to the end of the query.");
            case nameof(Query<>.Where):
                return Operator("Where", [row], Query(source), Lambda(call.Arguments[0]));
            case nameof(Query<>.Select):
                var selector = Lambda(call.Arguments[0]);
                return Operator("Select", [row, selector.ReturnType], Query(source), selector);
            case "OrderBy" or "OrderByDescending":
                var key = Lambda(call.Arguments[0]);
                return Operator(call.Method.Name, [row, key.ReturnType], Query(source), key);
            case "ThenBy" or "ThenByDescending":
                var next = Lambda(call.Arguments[0]);
                return Extension(call.Method.Name.Replace("ThenBy", "ThenOrBy", StringComparison.Ordinal), [row, next.ReturnType], Query(source), Expression.Quote(next));
            case nameof(Query<>.Limit) or nameof(Query<>.Take):
                return Operator("Take", [row], Query(source), Count(call.Arguments[0]));
            case nameof(Query<>.Offset) or nameof(Query<>.Skip):
                // An OFFSET needs a LIMIT before it on SQLite and MySQL; without one the compiler would read the rows and throw them away.
                var rest = Operator("Skip", [row], Query(source), Count(call.Arguments[0]));
                return dialect is PostgresQueries ? rest : Operator("Take", [row], rest, Expression.Constant(int.MaxValue));
            case nameof(Query<>.First):
                return Operator("Take", [row], Query(source), Count(call.Arguments[0]));
            case nameof(Query<>.Distinct) or nameof(Query<>.DefaultIfEmpty):
                return Operator(call.Method.Name, [row], Query(source));
            case nameof(Query<>.DistinctBy):
                var by = Lambda(call.Arguments[0]);
                return Operator("DistinctBy", [row, by.ReturnType], Query(source), by);
            case nameof(Query<>.AsSubquery):
                return Extension("AsSubQuery", [row], Query(source));
            case nameof(Query<>.AsCte) when call.Arguments.Count == 2 && dialect is not MySqlQueries:
                return Once(call, () => new MaterializedExpression(row, Query(source), (string?)Captures.Evaluate(call.Arguments[0]), (bool)Captures.Evaluate(call.Arguments[1])!)); // a truth value is not null
            case nameof(Query<>.AsCte):
                return Once(call, () => Captures.Evaluate(call.Arguments[0]) is string name
                    ? Extension("AsCte", [row], Query(source), Expression.Constant(name))
                    : Extension("AsCte", [row], Query(source)));
            case nameof(Query<>.Union) or nameof(Query<>.Intersect) or nameof(Query<>.Except):
                return Operator(call.Method.Name, [row], Query(source), Query(call.Arguments[0]));
            case nameof(Query<>.UnionAll) or nameof(Query<>.IntersectAll) or nameof(Query<>.ExceptAll):
                if (dialect is SqliteQueries && call.Method.Name is not nameof(Query<>.UnionAll))
                    throw new QueryException($"SQLite has no {(call.Method.Name is nameof(Query<>.ExceptAll) ? "EXCEPT" : "INTERSECT")} ALL. Use {call.Method.Name[..^3]}, which counts equal rows once.");
                return Extension(call.Method.Name, [row], Query(source), Query(call.Arguments[0]));
            case nameof(Query<>.GroupBy):
                return Group(call, row, source);
            default:
                return Joined(call, row, source);
        }
    }

    private MethodCallExpression Group(MethodCallExpression call, Type row, Expression source)
    {
        var key = Lambda(call.Arguments[0]);
        if (call.Arguments.Count == 1)
            return Operator("GroupBy", [row, key.ReturnType], Query(source), key);
        var element = Lambda(call.Arguments[1]);
        return Operator("GroupBy", [row, key.ReturnType, element.ReturnType], Query(source), key, element);
    }

    private MethodCallExpression Joined(MethodCallExpression call, Type row, Expression source)
    {
        var types = call.Method.GetGenericArguments();
        switch (call.Method.Name)
        {
            case nameof(Query<>.Join) when call.Arguments.Count == 4:
            case nameof(Query<>.GroupJoin):
                var outerKey = Lambda(call.Arguments[1]);
                var innerKey = Lambda(call.Arguments[2]);
                return Operator(call.Method.Name, [row, types[0], outerKey.ReturnType, types[2]], Query(source), Query(call.Arguments[0]), outerKey, innerKey, Lambda(call.Arguments[3]));
            case nameof(Query<>.Join) or nameof(Query<>.LeftJoin) or nameof(Query<>.RightJoin) or nameof(Query<>.FullJoin):
                var name = call.Method.Name is nameof(Query<>.Join) ? "InnerJoin" : call.Method.Name;
                return Extension(name, [row, types[0], types[1]], Query(source), Query(call.Arguments[0]), Expression.Quote(Lambda(call.Arguments[1])), Expression.Quote(Lambda(call.Arguments[2])));
            case nameof(Query<>.CrossJoin):
                return Extension("CrossJoin", [row, types[0], types[1]], Query(source), Query(call.Arguments[0]), Expression.Quote(Lambda(call.Arguments[1])));
            case nameof(Query<>.SelectMany):
                var inner = Spine.Lambda(call.Arguments[0]);
                var body = Spine.IsQuery(inner.ReturnType) ? Query(inner.Body) : Visit(inner.Body);
                var collection = Expression.Lambda(typeof(Func<,>).MakeGenericType(row, typeof(IEnumerable<>).MakeGenericType(types[0])), body, inner.Parameters);
                return Operator("SelectMany", [row, types[0], types[1]], Query(source), collection, Lambda(call.Arguments[1]));
            default:
                throw new QueryException($"Query<{row.Name}>.{call.Method.Name} cannot stand inside a lambda. Build that query first, in a variable, and use the variable here.");
        }
    }

    // Any, Count, Max … over a subquery.
    private Expression Subquery(MethodCallExpression call)
    {
        var source = Query(call.Object!); // a method of an instance
        var row = Hoisting.Row(call.Object!);
        switch (call.Method.Name)
        {
            case nameof(Query<>.Any) or nameof(Query<>.Count) or nameof(Query<>.All) or nameof(Query<>.FirstOrDefault):
                return Operator(call.Method.Name, [row], [source, .. call.Arguments.Select(Lambda)]);
            case nameof(Query<>.Contains):
                return Operator("Contains", [row], source, Visit(call.Arguments[0]));
            case nameof(Query<>.Min) or nameof(Query<>.Max):
                var value = Lambda(call.Arguments[0]);
                return Operator(call.Method.Name, [row, value.ReturnType], source, value);
            case nameof(Query<>.Sum):
                var summed = Lambda(call.Arguments[0]);
                return Operator("Sum", [row], source, summed);
            default:
                throw new QueryException($"Query<{row.Name}>.{call.Method.Name} cannot stand inside a lambda. Build that query first, in a variable, and use the variable here.");
        }
    }

    private Expression Count(Expression argument) => Captures.IsClosed(argument)
        ? Expression.Constant(shape.Known(argument) ?? throw new QueryException("The number of rows for Take or Skip is null."))
        : throw new QueryException($"Take and Skip want a number that is known before the query is run, but got '{argument}'.");

    private static MethodCallExpression Operator(string name, Type[] types, params Expression[] arguments) =>
        Expression.Call(typeof(Queryable), name, types, [.. arguments.Select(static a => a is LambdaExpression ? Expression.Quote(a) : a)]);

    private static MethodCallExpression Extension(string name, Type[] types, params Expression[] arguments) =>
        Expression.Call(typeof(LinqExtensions), name, types, arguments);
}
