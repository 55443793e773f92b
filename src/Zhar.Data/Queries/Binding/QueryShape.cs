using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>A query without the values of its variables: what decides about its SQL. Two queries with equal tokens have the same SQL.</summary>
internal sealed class QueryShape
{
    private static readonly object Null = new();
    private static readonly object[] Ordinals = [.. Enumerable.Range(0, 128).Select(static i => (object)i)];
    private readonly List<object> _tokens = new(64);
    private readonly List<ParameterExpression> _parameters = [];
    private readonly List<Expression> _nodes = [];
    private readonly List<(Expression Node, object? Value)> _known = [];

    // One shape a thread is used again when its plan was found, so that a query that was seen before costs little.
    [ThreadStatic]
    private static QueryShape? Spare;

    private QueryShape()
    {
    }

    /// <summary>What equal shapes have in common.</summary>
    internal ReadOnlySpan<object> Tokens => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tokens);

    /// <summary>The values of the variables, in the order of their places.</summary>
    internal List<object?> Values { get; private set; } = [];

    /// <summary>Whether every part of the query was understood; if not, its plan must not be kept.</summary>
    internal bool IsComplete { get; private set; } = true;

    /// <param name="query">The recorded query.</param>
    /// <param name="more">Further lambdas that become part of the statement.</param>
    /// <param name="extra">What else decides about the SQL: the operation and the prefix.</param>
    internal static QueryShape Of(Expression query, IReadOnlyList<Expression> more, params ReadOnlySpan<object?> extra)
    {
        var shape = Spare ?? new QueryShape();
        Spare = null;
        foreach (var part in extra)
            shape._tokens.Add(part ?? Null);
        shape.Walk(query);
        foreach (var part in more)
            shape.Walk(part);
        return shape;
    }

    /// <summary>Lets the shape be used again; the values stay with the caller.</summary>
    internal void Recycle()
    {
        if (_tokens.Count > 1_000)
            return;
        _tokens.Clear();
        _parameters.Clear();
        _nodes.Clear();
        _known.Clear();
        Values = [];
        IsComplete = true;
        Spare = this;
    }

    /// <summary>For each variable's node its place; the same node has one place, the first.</summary>
    internal Dictionary<Expression, int> Places()
    {
        var places = new Dictionary<Expression, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < _nodes.Count; i++)
            places.TryAdd(_nodes[i], i);
        return places;
    }

    /// <summary>What a closed part of the query was when the shape was made.</summary>
    internal object? Known(Expression node)
    {
        for (var i = 0; i < _nodes.Count; i++)
        {
            if (ReferenceEquals(_nodes[i], node))
                return Values[i];
        }

        foreach (var (known, value) in _known)
        {
            if (ReferenceEquals(known, node))
                return value;
        }

        return Captures.Evaluate(node);
    }

    private void Add(object? token) => _tokens.Add(token ?? Null);

    private void Add(int number) => _tokens.Add((uint)number < (uint)Ordinals.Length ? Ordinals[number] : number);

    private void Add(ExpressionType kind, Type type)
    {
        _tokens.Add(Ordinals[(int)kind]);
        _tokens.Add(type);
    }

    private void Walk(Expression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case ConstantExpression constant:
                Value(constant, constant.Value);
                break;
            case ParameterExpression parameter:
                Add(ExpressionType.Parameter, parameter.Type);
                Add(_parameters.IndexOf(parameter));
                break;
            case SourceExpression source:
                Add(ExpressionType.Extension, source.Element);
                Add(source.Source);
                Add(source.Prefix);
                break;
            case UnaryExpression { NodeType: ExpressionType.Quote } quote:
                Walk(quote.Operand);
                break;
            case LambdaExpression lambda:
                Add(ExpressionType.Lambda, lambda.ReturnType);
                Add(lambda.Parameters.Count);
                for (var i = 0; i < lambda.Parameters.Count; i++)
                {
                    _parameters.Add(lambda.Parameters[i]);
                    Add(lambda.Parameters[i].Type);
                }

                Walk(lambda.Body);
                _parameters.RemoveRange(_parameters.Count - lambda.Parameters.Count, lambda.Parameters.Count);
                break;
            case MethodCallExpression call:
                WalkCall(call);
                break;
            case MemberExpression member when IsCapture(member):
                Value(member, Captures.Evaluate(member));
                break;
            case MemberExpression { Expression: { } target } member:
                Add(ExpressionType.MemberAccess, member.Type);
                Add(member.Member);
                Walk(target);
                break;
            case UnaryExpression unary when (unary.Method is null && unary.NodeType is ExpressionType.Convert) || !IsCapture(unary):
                Add(unary.NodeType, unary.Type);
                Walk(unary.Operand);
                break;
            case BinaryExpression binary when !IsCapture(binary):
                Add(binary.NodeType, binary.Type);
                Add(binary.Method);
                Walk(binary.Left);
                Walk(binary.Right);
                break;
            case ConditionalExpression conditional when !IsCapture(conditional):
                Add(ExpressionType.Conditional, conditional.Type);
                Walk(conditional.Test);
                Walk(conditional.IfTrue);
                Walk(conditional.IfFalse);
                break;
            case NewExpression created when !SqlTypes.IsScalar(created.Type) || !IsCapture(created):
                Add(ExpressionType.New, created.Type);
                Add(created.Constructor);
                WalkAll(created.Arguments);
                break;
            case MemberInitExpression init:
                Add(ExpressionType.MemberInit, init.Type);
                Walk(init.NewExpression);
                Add(init.Bindings.Count);
                foreach (var binding in init.Bindings)
                {
                    Add(binding.Member);
                    if (binding is MemberAssignment assignment)
                        Walk(assignment.Expression);
                    else
                        IsComplete = false;
                }

                break;
            case NewArrayExpression array when !IsCapture(array):
                Add(array.NodeType, array.Type);
                WalkAll(array.Expressions);
                break;
            case DefaultExpression:
                Add(ExpressionType.Default, expression.Type);
                break;
            case TypeBinaryExpression test when !IsCapture(test):
                Add(test.NodeType, test.TypeOperand);
                Walk(test.Expression);
                break;
            default:
                if (IsCapture(expression))
                    Value(expression, Captures.Evaluate(expression));
                else
                    IsComplete = false;
                break;
        }
    }

    private void WalkCall(MethodCallExpression call)
    {
        if (Captures.IsMembership(call, out var list, out var item))
        {
            Add(ExpressionType.Call, call.Type);
            Add(nameof(Captures.IsMembership));
            List(list);
            Walk(item);
        }
        else if (call.Method.DeclaringType == typeof(Fn) && call.Method.Name is nameof(Fn.Fragment))
        {
            var (format, holes) = Fragments.Parts(call.Arguments[0]);
            Add(ExpressionType.Call, call.Type);
            Add(format);
            Add(holes.Count);
            for (var i = 0; i < holes.Count; i++)
            {
                if (Fragments.SpliceOf(holes[i]) is { } spliced)
                    Splice(spliced);
                else
                    Walk(holes[i]);
            }
        }
        else if (call.Method.DeclaringType == typeof(Query) && call.Method.Name is nameof(Query.SqlRows))
        {
            Add(ExpressionType.Call, call.Type);
            Text(call.Arguments[0]);
            WalkAll(((NewArrayExpression)call.Arguments[1]).Expressions);
        }
        else if (call.Method.DeclaringType == typeof(Query) && call.Method.Name is nameof(Query.ValueRows))
        {
            Add(ExpressionType.Call, call.Type);
            Add(call.Method);
            foreach (var column in ((NewArrayExpression)call.Arguments[0]).Expressions)
            {
                _nodes.Add(column);
                Values.Add(new ListValue((List<object?>)Captures.Evaluate(column)!, HasNull: false)); // a list of its own, nulls and all
            }
        }
        else if (!Captures.IsVocabulary(call.Method.DeclaringType) && IsCapture(call))
        {
            Value(call, Captures.Evaluate(call));
        }
        else
        {
            Add(ExpressionType.Call, call.Type);
            Add(call.Method);
            if (call.Object is not null)
                Walk(call.Object);
            // The property for the arguments would make a collection of them.
            IArgumentProvider arguments = call;
            Add(arguments.ArgumentCount);
            for (var i = 0; i < arguments.ArgumentCount; i++)
            {
                var argument = arguments.GetArgument(i);
                if (IsPartOfText(call, argument))
                    Text(argument);
                else
                    Walk(argument);
            }
        }
    }

    // Numbers of rows, names and locks become part of the SQL's text.
    private static bool IsPartOfText(MethodCallExpression call, Expression argument) =>
        (argument.Type == typeof(int) || argument.Type == typeof(string) || argument.Type == typeof(string[]) || argument.Type.IsEnum || argument.Type == typeof(int?))
        && Captures.IsVocabulary(call.Method.DeclaringType) && IsCapture(argument)
        && !(call.Method.DeclaringType == typeof(Fn) && call.Method.Name is nameof(Fn.Like) or nameof(Fn.ILike))
        && !(call.Method.Name is nameof(Query<>.Contains));

    private void Text(Expression argument)
    {
        var value = Captures.Evaluate(argument);
        _known.Add((argument, value));
        Add(value is string[] path ? string.Join('\0', path) : value);
    }

    // Each item has a place of its own, and their number is part of the shape.
    private void Splice(Expression list)
    {
        if (Captures.Evaluate(list) is not System.Collections.IEnumerable items)
            throw new QueryException($"Fn.Splice takes a list, but '{list}' is null. Leave the fragment out, or give a list.");
        var nodes = new List<Expression>();
        foreach (var item in items)
        {
            var node = Expression.Constant(item, item?.GetType() ?? typeof(string));
            Add(item is null ? nameof(Null) : nameof(Value));
            Add(node.Type);
            _nodes.Add(node);
            Values.Add(item);
            nodes.Add(node);
        }

        Add(nodes.Count);
        if (nodes.Count == 0)
            throw new QueryException($"Fn.Splice takes a list with items, but '{list}' is empty, and SQL has no empty list. Leave the fragment out.");
        _known.Add((list, nodes));
    }

    private void WalkAll(IReadOnlyList<Expression> expressions)
    {
        Add(expressions.Count);
        for (var i = 0; i < expressions.Count; i++)
            Walk(expressions[i]);
    }

    private static bool IsCapture(Expression expression) => Captures.IsClosed(expression);

    // A literal is part of the shape; so is a truth value, because SQL is simplified by it. A query stands for what it has recorded.
    private void Value(Expression node, object? value)
    {
        switch (value)
        {
            case IQuery query:
                _known.Add((node, value));
                Add(nameof(IQuery));
                Walk(query.Expression);
                break;
            case LambdaExpression recorded:
                _known.Add((node, value));
                Walk(recorded);
                break;
            case bool truth:
                _known.Add((node, value));
                Add(ExpressionType.Constant, node.Type);
                Add(truth);
                break;
            case null when node is ConstantExpression:
            case not null when node is ConstantExpression && (SqlTypes.IsLiteral(value.GetType()) || value is Type):
                Add(ExpressionType.Constant, node.Type);
                Add(value);
                break;
            default:
                Add(value is null ? nameof(Null) : nameof(Value));
                Add(node.Type);
                _nodes.Add(node);
                Values.Add(value);
                break;
        }
    }

    private void List(Expression node)
    {
        var value = Captures.Evaluate(node);
        if (value is IQuery query)
        {
            _known.Add((node, value));
            Walk(query.Expression);
            return;
        }

        if (value is not System.Collections.IEnumerable items)
            throw new QueryException($"A query asks whether a list contains a value, but the list '{node}' is null. Leave the condition out, or give an empty list.");

        // The list is read once, here. Nulls are no values in SQL, so they are left out and the condition gets its own test for them.
        var all = items.Cast<object?>().ToList();
        var hasNull = all.RemoveAll(static i => i is null) > 0;
        Add(hasNull ? "list with null" : "list");
        Add(node.Type);
        _nodes.Add(node);
        Values.Add(new ListValue(all, hasNull));
    }
}

/// <summary>The items of a list that a query tests for membership.</summary>
internal sealed record ListValue(List<object?> Items, bool HasNull);
