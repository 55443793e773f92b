using System.Linq.Expressions;
using System.Reflection;

namespace Zhar.Data;

/// <summary>Divides what a query selects into values that SQL computes and the code that makes a row of them.</summary>
internal sealed class Projection
{
    private readonly ParameterExpression _row = Expression.Parameter(typeof(RowContext), "row");
    private readonly Dictionary<Expression, int> _places;
    private readonly QueryShape _shape;
    private readonly Meta? _meta;
    private readonly List<Leaf> _leaves = [];
    private readonly List<IRecordReader> _records = [];
    private readonly Dictionary<ParameterExpression, Template?> _templates = [];

    private Projection(QueryShape shape, Meta? meta) => (_shape, _places, _meta) = (shape, shape.Places(), meta);

    /// <summary>The values that SQL computes, in terms of <see cref="Parameter"/>.</summary>
    internal IReadOnlyList<Leaf> Leaves => _leaves;

    /// <summary>The row of the query that the values are about.</summary>
    internal required ParameterExpression Parameter { get; init; }

    /// <summary>Whether that row is surely there.</summary>
    private bool IsPresent { get; init; }

    private Expression Body { get; set; } = null!; // Of sets it

    internal static Projection Of(Hoisting.Hoisted query, QueryShape shape, Meta? meta)
    {
        var parameter = query.Projection?.Parameters[0] ?? Expression.Parameter(Hoisting.Row(query.Source), "x");
        var projection = new Projection(shape, meta) { Parameter = parameter, IsPresent = Spine.IsPresent(query.Source) };
        projection._templates[parameter] = projection.TemplateOf(query.Source);
        projection.Body = projection.Divide(query.Projection?.Body ?? parameter);
        return projection;
    }

    /// <summary>The code that makes a row, once it is known where the values are.</summary>
    internal Func<RowContext, T> Compile<T>()
    {
        foreach (var record in _records)
            record.Resolve();
        var body = Body.Type == typeof(T) ? Body : Expression.Convert(Body, typeof(T));
        return Expression.Lambda<Func<RowContext, T>>(body, _row).Compile();
    }

    private Expression Divide(Expression e)
    {
        if (_places.TryGetValue(e, out var place))
            return Expression.Call(_row, nameof(RowContext.Variable), [e.Type], Expression.Constant(place));
        if (e is ConstantExpression or DefaultExpression)
            return e;
        if (Captures.IsClosed(e) && e is not (NewExpression or MemberInitExpression or MethodCallExpression))
            return Expression.Constant(_shape.Known(e), e.Type);
        if (Structure(e) is { } template)
            return Rebuild(template, e);
        if (SchemaInfo.TryGet(e.Type, out var schema) && !schema.IsEmbedded && e is ParameterExpression or MemberExpression)
        {
            if (schema is not null && !schema.IsEmbedded)
                return Record(e, schema);
        }

        switch (e)
        {
            case NewExpression created when !SqlTypes.IsScalar(e.Type):
                return created.Update(created.Arguments.Select(Divide));
            case MemberInitExpression init:
                return Expression.MemberInit((NewExpression)Divide(init.NewExpression), init.Bindings.Select(b => b is MemberAssignment a
                    ? Expression.Bind(a.Member, Divide(a.Expression))
                    : throw new QueryException($"A select fills properties one by one, but '{b}' fills another way.")));
            case NewArrayExpression array:
                return array.Update(array.Expressions.Select(Divide));
            case ListInitExpression list:
                return Expression.ListInit((NewExpression)Divide(list.NewExpression), list.Initializers.Select(i => Expression.ElementInit(i.AddMethod, i.Arguments.Select(Divide))));
            case MethodCallExpression call when call.Method.DeclaringType == typeof(Merged):
                return Merge(call);
            case MethodCallExpression call when IsClient(call):
                return call.Update(call.Object is null ? null : Divide(call.Object), call.Arguments.Select(Divide));
            case ConditionalExpression test when !IsSqlValue(e.Type) || CallsClient(e):
                return Expression.Condition(Divide(test.Test), Divide(test.IfTrue), Divide(test.IfFalse), test.Type);
            case UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert when !IsSqlValue(e.Type) || (CallsClient(e) && convert.Method is null) || convert.Type == typeof(object):
                return Expression.MakeUnary(convert.NodeType, Divide(convert.Operand), convert.Type, convert.Method);
            case BinaryExpression binary when CallsClient(e):
                return binary.Update(Divide(binary.Left), binary.Conversion, Divide(binary.Right));
            case UnaryExpression unary when CallsClient(e):
                return unary.Update(Divide(unary.Operand));
            case MemberExpression member when member.Expression is not null && CallsClient(member.Expression):
                return member.Update(Divide(member.Expression));
            default:
                return Column(e);
        }
    }

    private MethodCallExpression Record(Expression e, SchemaInfo schema)
    {
        var columns = new List<(Field, Leaf)>();
        foreach (var field in schema.Fields)
        {
            if (field.IsVirtual || field.IsLazy)
                continue;
            var leaf = new Leaf(Expression.Property(e, field.Name));
            _leaves.Add(leaf);
            columns.Add((field, leaf));
        }

        var reader = (IRecordReader)Activator.CreateInstance(
            typeof(RecordReader<>).MakeGenericType(e.Type), BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [schema, columns, _meta, !(IsPresent && e == Parameter)], null)!; // it has that constructor
        _records.Add(reader);
        return Expression.Call(_row, nameof(RowContext.Record), [e.Type], Expression.Constant(reader));
    }

    private MethodCallExpression Column(Expression e)
    {
        if (Spine.IsQuery(e.Type))
            throw new QueryException($"'{e}' selects a whole query for each row. Select one value of it (FirstOrDefault, Count, Max …), join it, or preload an association.");
        if (e.Type.IsGenericType && e.Type.GetGenericTypeDefinition() == typeof(IGrouping<,>))
            throw new QueryException("The result of a query cannot be groups. Select what is wanted of each: .Select(g => new { g.Key, Count = g.Count() }).");
        var field = Binder.FieldOf(e);
        if (field is null && !IsSqlValue(e.Type))
            throw new QueryException($"'{e}' is of type {e.Type.Name}, which is no value of SQL and no record with a schema. Select its parts.");
        var isSum = e is MethodCallExpression { Method.Name: "Sum" };
        var type = field is not null && (Nullable.GetUnderlyingType(e.Type) ?? e.Type) == field.Type.ClrType ? field.Type
            : field is not null && e is MemberExpression ? field.Type
            : IsNumber(e.Type) ? null : SqlTypes.Default(e.Type);
        var reader = (Leaf)Activator.CreateInstance(
            typeof(ColumnReader<>).MakeGenericType(e.Type), BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [e, type, isSum], null)!; // it has that constructor
        _leaves.Add(reader);
        return Expression.Call(_row, nameof(RowContext.Column), [e.Type], Expression.Constant(reader));
    }

    // A record with fields filled by SelectMerge: made as it is, then changed through its schema, or made anew when it is built by the query itself.
    private Expression Merge(MethodCallExpression call)
    {
        var fields = (MemberInitExpression)call.Arguments[1];
        var record = call.Arguments[0];
        if (record is MemberInitExpression init)
            return Divide(Expression.MemberInit(init.NewExpression, [.. init.Bindings.Where(b => fields.Bindings.All(f => f.Member.Name != b.Member.Name)), .. fields.Bindings]));
        if (!SchemaInfo.TryGet(call.Type, out var schema))
            throw new QueryException($"SelectMerge fills fields of a record with a schema or of one that Select makes with an object initialiser; {call.Type.Name} is neither.");
        var values = fields.Bindings.Select(b => b is MemberAssignment assignment && schema.Find(b.Member.Name) is { } field
            ? (Expression)Expression.New(typeof(FieldValue).GetConstructor([typeof(int), typeof(object)])!, Expression.Constant(field.Index), Expression.Convert(Divide(assignment.Expression), typeof(object))) // the constructor of the record struct
            : throw new QueryException($"{schema.Name}.{b.Member.Name} is no field, so SelectMerge cannot fill it."));
        return Expression.Call(typeof(Projection), nameof(With), [call.Type], Divide(record), Expression.NewArrayInit(typeof(FieldValue), values));
    }

    private static T With<T>(T record, FieldValue[] values) => SchemaInfo.Of<T>().With(record, values);

    // The parts of an object that an inner select has made.
    private Expression Rebuild(Template template, Expression e)
    {
        switch (template.Body)
        {
            case NewExpression { Members: { } members } created:
                return created.Update(members.Select(m => Divide(Expression.MakeMemberAccess(e, m))));
            case NewExpression { Constructor: { } constructor } created when created.Arguments.Count > 0:
                return created.Update(constructor.GetParameters().Select(p => Divide(Expression.PropertyOrField(e, Property(e.Type, p.Name!))))); // a parameter of C# has a name
            case MemberInitExpression { NewExpression.Arguments.Count: 0 } init:
                return Expression.MemberInit(init.NewExpression, init.Bindings.Select(b => Expression.Bind(b.Member, Divide(Expression.MakeMemberAccess(e, b.Member)))));
            default:
                throw new QueryException($"'{template.Body}' makes an object inside a subquery whose parts cannot be told. Use an anonymous object or an object initialiser there.");
        }

        static string Property(Type type, string parameter) => type.GetProperties().FirstOrDefault(p => string.Equals(p.Name, parameter, StringComparison.OrdinalIgnoreCase))?.Name
            ?? throw new QueryException($"{type.Name} takes '{parameter}' in its constructor and has no property of that name, so a query cannot tell its parts.");
    }

    private Template? Structure(Expression e)
    {
        if (e is not (ParameterExpression or MemberExpression) || Find(e) is not { } template)
            return null;
        return template.Body is NewExpression or MemberInitExpression && !SqlTypes.IsScalar(template.Body.Type) ? template : null;
    }

    private Template? Find(Expression e) => e switch
    {
        ParameterExpression parameter => _templates.GetValueOrDefault(parameter),
        MemberExpression { Expression: { } target } member => Find(target)?.Member(member.Member),
        _ => null,
    };

    private Template? TemplateOf(Expression query)
    {
        switch (query)
        {
            case ConstantExpression { Value: IQuery inner }:
                return TemplateOf(inner.Expression);
            case MethodCallExpression { Object: null, Method.Name: nameof(Query.Recursive) } recursive:
                return TemplateOf(Spine.Lambda(recursive.Arguments[0]).Body);
            case MethodCallExpression { Object: { } source } call when Spine.IsQuery(source.Type):
                if (call.Method.Name is nameof(Query<>.Select))
                    return Template.Of(Spine.Lambda(call.Arguments[0]), TemplateOf(source), null);
                if (call.Method.Name.Contains("Join", StringComparison.Ordinal) || call.Method.Name is nameof(Query<>.SelectMany))
                {
                    var inner = call.Method.Name is nameof(Query<>.SelectMany) ? Spine.Lambda(call.Arguments[0]).Body : call.Arguments[0];
                    return Template.Of(Spine.Lambda(call.Arguments[^1]), TemplateOf(source), Spine.IsQuery(inner.Type) ? TemplateOf(inner) : null);
                }

                return call.Method.Name is nameof(Query<>.GroupBy) ? null : TemplateOf(source);
            default:
                return Spine.IsQuery(query.Type) && Captures.IsClosed(query) && _shape.Known(query) is IQuery captured ? TemplateOf(captured.Expression) : null;
        }
    }

    private static bool IsNumber(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is >= TypeCode.SByte and <= TypeCode.Decimal && !(Nullable.GetUnderlyingType(type) ?? type).IsEnum;

    private static bool IsSqlValue(Type type) => SqlTypes.IsScalar(type);

    /// <summary>Whether the call is one of the application's own methods: those run when the row is here.</summary>
    private static bool IsClient(MethodCallExpression call)
    {
        var type = call.Method.DeclaringType!; // a method found by its call has a type
        if (Captures.IsVocabulary(type))
            return false;
        return type.Assembly != typeof(string).Assembly && type.Assembly != typeof(Enumerable).Assembly && type.Assembly != typeof(Queryable).Assembly;
    }

    private static bool CallsClient(Expression e)
    {
        var search = new ClientCalls();
        search.Visit(e);
        return search.Found;
    }

    private sealed class ClientCalls : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Found |= IsClient(node);
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitLambda<T>(Expression<T> node) => node;
    }

    /// <summary>How a select inside the query has made its objects.</summary>
    private sealed class Template(Expression body, IReadOnlyList<(ParameterExpression Parameter, Template? Of)> inputs)
    {
        internal Expression Body => body;

        internal static Template? Of(LambdaExpression select, Template? first, Template? second)
        {
            (ParameterExpression, Template?)[] inputs = [.. select.Parameters.Select((p, i) => (p, i == 0 ? first : second))];
            return Resolve(select.Body, inputs);
        }

        internal Template? Member(MemberInfo member)
        {
            var part = body switch
            {
                NewExpression { Members: { } members } created => members.Select((m, i) => (m, i)).Where(p => p.m.Name == member.Name).Select(p => created.Arguments[p.i]).FirstOrDefault(),
                NewExpression { Constructor: { } constructor } created => constructor.GetParameters().Select((p, i) => (p, i))
                    .Where(p => string.Equals(p.p.Name, member.Name, StringComparison.OrdinalIgnoreCase)).Select(p => created.Arguments[p.i]).FirstOrDefault(),
                MemberInitExpression init => init.Bindings.OfType<MemberAssignment>().FirstOrDefault(b => b.Member.Name == member.Name)?.Expression,
                _ => null,
            };
            return part is null ? null : Resolve(part, inputs);
        }

        private static Template? Resolve(Expression e, IReadOnlyList<(ParameterExpression Parameter, Template? Of)> inputs) => e switch
        {
            ParameterExpression parameter => inputs.FirstOrDefault(i => i.Parameter == parameter).Of,
            MemberExpression { Expression: { } target } member when !SqlTypes.IsScalar(e.Type) => Resolve(target, inputs)?.Member(member.Member),
            _ => new(e, inputs),
        };
    }
}
