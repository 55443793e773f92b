using System.Globalization;
using System.Linq.Expressions;
using System.Text;

namespace Zhar.Data;

internal sealed partial class Binder
{
    // list.Contains(x): one parameter for the whole list, so that the SQL is the same for each number of values.
    private Expression Membership(Expression list, Expression item)
    {
        if (shape.Known(list) is IQuery query)
            return Operator("Contains", [item.Type], Query(query.Expression), Visit(item));

        var bare = Bare(item);
        var field = FieldOf(bare);
        var element = field?.Type ?? SqlTypes.Default(bare.Type) ?? throw new QueryException($"A list of {bare.Type.Name} cannot be compared with '{item}': no database knows the type. Compare a field.");
        var place = _places.GetValueOrDefault(list, -1);
        var constant = place < 0 ? shape.Known(list) : null;
        var value = Visit(bare);
        var parameter = Slot(place, constant, SlotForm.List, typeof(string), element, field?.IsRedacted == true);
        Expression found = RawSql.Call(typeof(bool), new(dialect.InList(element), IsPredicate: true), value, parameter);
        if (_isTwoValued > 0 && CanBeNull(value.Type))
            found = Expression.AndAlso(Expression.NotEqual(value, Expression.Constant(null, value.Type)), found);
        return place >= 0 && shape.Values[place] is ListValue { HasNull: true } && CanBeNull(value.Type)
            ? Expression.OrElse(found, Expression.Equal(value, Expression.Constant(null, value.Type)))
            : found;
    }

    // StartsWith, EndsWith and Contains of a text that is known before the run: the pattern is made here, so that it can be made again for the next value.
    private MethodCallExpression? TextTest(MethodCallExpression call)
    {
        var form = call.Method.Name switch
        {
            nameof(string.StartsWith) => SlotForm.StartsWith,
            nameof(string.EndsWith) => SlotForm.EndsWith,
            nameof(string.Contains) => SlotForm.Contains,
            _ => SlotForm.Value,
        };
        if (form is SlotForm.Value || call.Object is not { } text || !Captures.IsClosed(call.Arguments[0]))
            return null;
        if (call.Arguments.Count > 1)
            throw new QueryException($"'{call}' asks for a comparison that databases do not have. Leave out the second argument, or use Fn.ILike for one that ignores case.");
        var (sql, made) = dialect.TextTest(form);
        var place = _places.GetValueOrDefault(call.Arguments[0], -1);
        var constant = place < 0 ? shape.Known(call.Arguments[0]) : null;
        if ((place < 0 ? constant : shape.Values[place]) is null)
            throw new QueryException($"'{call}' looks for null inside a text. Look at the value before the query is run, and leave the condition out.");
        return RawSql.Call(typeof(bool), new(sql, IsPredicate: true), Visit(text), Slot(place, constant, made, typeof(string), FieldType.String, FieldOf(text)?.IsRedacted == true));
    }

    private Expression Function(MethodCallExpression call)
    {
        var arguments = call.Arguments;
        switch (call.Method.Name)
        {
            case nameof(Fn.Like):
                return RawSql.Call(typeof(bool), new(dialect.Like, IsPredicate: true), Visit(arguments[0]), Visit(arguments[1]));
            case nameof(Fn.ILike):
                return RawSql.Call(typeof(bool), new(dialect.ILike, IsPredicate: true), Visit(arguments[0]), Visit(arguments[1]));
            case nameof(Fn.Fragment):
                return Fragment(call);
            case nameof(Fn.JsonText):
                var path = arguments[1] is NewArrayExpression names ? [.. names.Expressions.Select(e => (string)Captures.Evaluate(e)!)] : (string[])Captures.Evaluate(arguments[1])!; // params of texts
                return RawSql.Call(typeof(string), new(dialect.JsonText(path)), Visit(Bare(arguments[0])));
            case nameof(Fn.AddTime):
                return RawSql.Call(typeof(DateTime), new(dialect.AddTime((TimeUnit)shape.Known(arguments[2])!)), Visit(arguments[0]), Visit(arguments[1])); // an enum is never null
            case nameof(Fn.As):
                return RawSql.Call(call.Type, new("{0}"), Visit(Bare(arguments[0])));
            default:
                throw new QueryException($"Fn.{call.Method.Name} stands in a hole of Fn.Fragment, and nowhere else.");
        }
    }

    private MethodCallExpression Fragment(MethodCallExpression call)
    {
        var (format, holes) = Fragments.Parts(call.Arguments[0]);
        var bound = new List<Expression>();
        var names = new string?[holes.Count];
        var spliced = new List<Expression>();
        for (var i = 0; i < holes.Count; i++)
        {
            var hole = Bare(holes[i]);
            if (hole is MethodCallExpression { Method.Name: nameof(Fn.Identifier) } identifier && identifier.Method.DeclaringType == typeof(Fn))
            {
                var name = shape.Known(identifier.Arguments[0]) as string ?? throw new QueryException("Fn.Identifier takes the name of a table or column, but got null.");
                names[i] = dialect.Quote(name).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
                bound.Add(Expression.Constant(0));
            }
            else if (Fragments.SpliceOf(hole) is { } list)
            {
                var items = (List<Expression>)shape.Known(list)!; // the shape has made it
                names[i] = string.Join(", ", items.Select((_, at) => $"{{{(at == 0 ? i : holes.Count + spliced.Count + at - 1)}}}"));
                bound.Add(Visit(items[0]));
                spliced.AddRange(items.Skip(1).Select(Visit)!);
            }
            else
            {
                // A literal in a hole is sent as a parameter too: what is in the text stands in the text.
                bound.Add(hole is ConstantExpression { Value: { } value } ? Slot(-1, value, SlotForm.Value, hole.Type, SqlTypes.Default(hole.Type), isRedacted: false) : Visit(hole));
            }
        }

        return RawSql.Call(call.Type, new(Fragments.WithNames(format, names), IsPredicate: call.Type == typeof(bool)), [.. bound, .. spliced]);
    }

    private MethodCallExpression WindowFunction(MethodCallExpression call)
    {
        var name = call.Method.Name switch
        {
            nameof(Win.RowNumber) => "ROW_NUMBER",
            nameof(Win.Rank) => "RANK",
            nameof(Win.DenseRank) => "DENSE_RANK",
            nameof(Win.PercentRank) => "PERCENT_RANK",
            nameof(Win.CumeDist) => "CUME_DIST",
            nameof(Win.Ntile) => "NTILE",
            nameof(Win.Lag) => "LAG",
            nameof(Win.Lead) => "LEAD",
            nameof(Win.FirstValue) => "FIRST_VALUE",
            nameof(Win.LastValue) => "LAST_VALUE",
            nameof(Win.NthValue) => "NTH_VALUE",
            nameof(Win.Average) => "AVG",
            var other => other.ToUpperInvariant(),
        };
        var holes = new List<Expression>();
        var text = new StringBuilder(name).Append('(');
        for (var i = 0; i < call.Arguments.Count - 1; i++)
        {
            if (i > 0)
                text.Append(", ");
            var argument = call.Arguments[i];
            if (argument.Type == typeof(int) && Captures.IsClosed(argument))
                text.Append(CultureInfo.InvariantCulture, $"{shape.Known(argument)}");
            else
                Hole(argument);
        }

        if (call.Method.Name is nameof(Win.Count))
            text.Append('*');
        text.Append(") OVER (");
        Over(Spine.Lambda(call.Arguments[^1]).Body);
        return RawSql.Call(call.Type, new(text.Append(')').ToString(), IsWindow: true), holes);

        void Hole(Expression argument)
        {
            text.Append('{').Append(holes.Count.ToString(CultureInfo.InvariantCulture)).Append('}');
            holes.Add(Visit(Bare(argument)));
        }

        void Over(Expression window)
        {
            var calls = new Stack<MethodCallExpression>();
            while (window is MethodCallExpression { Object: { } before } clause)
            {
                calls.Push(clause);
                window = before;
            }

            List<Expression> partitions = [.. calls.Where(static c => c.Method.Name is nameof(Window.PartitionBy)).SelectMany(static c => ((NewArrayExpression)c.Arguments[0]).Expressions)];
            List<MethodCallExpression> orders = [.. calls.Where(static c => c.Method.Name is nameof(Window.OrderBy) or nameof(Window.OrderByDescending))];
            for (var i = 0; i < partitions.Count; i++)
            {
                text.Append(i == 0 ? "PARTITION BY " : ", ");
                Hole(partitions[i]);
            }

            if (partitions.Count > 0 && orders.Count > 0)
                text.Append(' ');
            for (var i = 0; i < orders.Count; i++)
            {
                text.Append(i == 0 ? "ORDER BY " : ", ");
                Hole(orders[i].Arguments[0]);
                if (orders[i].Method.Name is nameof(Window.OrderByDescending))
                    text.Append(" DESC");
            }

            if (calls.LastOrDefault(static c => c.Method.Name is nameof(Window.Rows) or nameof(Window.Range)) is { } frame)
                text.Append(CultureInfo.InvariantCulture, $" {frame.Method.Name.ToUpperInvariant()} BETWEEN {Bound((int?)shape.Known(frame.Arguments[0]), "PRECEDING")} AND {Bound((int?)shape.Known(frame.Arguments[1]), "FOLLOWING")}");
        }

        static string Bound(int? distance, string open) => distance switch
        {
            null => $"UNBOUNDED {open}",
            0 => "CURRENT ROW",
            < 0 => $"{-(long)distance} PRECEDING",
            _ => $"{distance} FOLLOWING",
        };
    }

    // A property of an embedded record is looked up in the JSON of its column.
    private Expression Embedded(MemberExpression member)
    {
        var path = new Stack<string>();
        Expression? at = member;
        while (at is MemberExpression { Expression: { } owner } step && SchemaInfo.TryGet(owner.Type, out var schema) && schema.IsEmbedded)
        {
            path.Push(schema.Get(step.Member.Name).Column);
            at = owner;
        }

        var text = RawSql.Call(typeof(string), new(dialect.JsonText([.. path])), Visit(at!)); // it has an owner
        var type = Unlifted(member.Type);
        if (type == typeof(string))
            return text;
        var cast = Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => null,
            TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 => dialect is MySqlQueries ? "CAST({0} AS SIGNED)" : "CAST({0} AS BIGINT)",
            TypeCode.Double or TypeCode.Single => dialect is MySqlQueries ? "CAST({0} AS DOUBLE)" : "CAST({0} AS DOUBLE PRECISION)",
            TypeCode.Decimal => "CAST({0} AS DECIMAL(38, 10))",
            TypeCode.Boolean => dialect is MySqlQueries ? "({0} = 'true')" : dialect is SqliteQueries ? "({0} = '1')" : "CAST({0} AS BOOLEAN)",
            _ => null,
        };
        return RawSql.Call(member.Type, new(cast ?? "{0}"), text);
    }

    private static Expression Bare(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert && (convert.Type == typeof(object) || Unlifted(convert.Type) == Unlifted(convert.Operand.Type) || Unlifted(convert.Operand.Type).IsEnum))
            expression = convert.Operand;
        return expression;
    }
}
