using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using LinqToDB;
using LinqToDB.Data;

namespace Zhar.Data;

/// <summary>Puts <see cref="NeutralTypes"/> in the place of the application's types, so that the query compiler sees none of them.</summary>
internal sealed class Neutralizer(QueryDialect dialect, DataConnection connection) : ExpressionVisitor
{
    private static readonly MethodInfo TableMethod = Own(nameof(TableOf));
    private static readonly MethodInfo MaterializedMethod = Own(nameof(MaterializedOf));
    private static readonly MethodInfo RecursiveMethod = Own(nameof(RecursiveOf));

    // A node that stands in two places is one afterwards too: parameters, and common table expressions.
    private readonly Dictionary<Expression, Expression> _done = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, object> _holders = new(ReferenceEqualityComparer.Instance);

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node)
    {
        if (node is null)
            return null;
        if (!_done.TryGetValue(node, out var neutral))
            _done[node] = neutral = base.Visit(node);
        return neutral;
    }

    protected override Expression VisitExtension(Expression node) => node switch
    {
        TableExpression table => (Expression)TableMethod.MakeGenericMethod(NeutralTypes.Of(table.Element)).Invoke(this, [table])!, // it returns one
        MaterializedExpression cte => (Expression)MaterializedMethod.MakeGenericMethod(NeutralTypes.Of(cte.Element)).Invoke(this, [cte])!, // it returns one
        SqlSourceExpression sql => Expression.Call(
            typeof(DataExtensions), nameof(DataExtensions.FromSql), [NeutralTypes.Of(sql.Element)], Expression.Constant(connection, typeof(IDataContext)), Expression.Constant(new RawSqlString(sql.Format)),
            Expression.NewArrayInit(typeof(object), sql.Parameters.Select(p => Expression.Convert(Visit(p), typeof(object))))),
        RecursiveExpression recursive => (Expression)RecursiveMethod.MakeGenericMethod(NeutralTypes.Of(recursive.Element)).Invoke(this, [recursive])!, // it returns one
        _ => base.VisitExtension(node),
    };

    protected override Expression VisitParameter(ParameterExpression node) =>
        NeutralTypes.Of(node.Type) is var type && type == node.Type ? node : Expression.Parameter(type, node.Name);

    protected override Expression VisitConstant(ConstantExpression node) =>
        NeutralTypes.Of(node.Type) is var type && type == node.Type && (node.Value is null || !NeutralTypes.IsOfApplication(node.Value.GetType()))
            ? node : Expression.Constant(Value(node.Value, type), type);

    protected override Expression VisitDefault(DefaultExpression node) => Expression.Default(NeutralTypes.Of(node.Type));

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        var (body, parameters, type) = (Visit(node.Body), node.Parameters.Select(p => (ParameterExpression)Visit(p)).ToArray(), NeutralTypes.Of(node.Type));
        if (body == node.Body && type == node.Type)
            return node;
        return type.GetMethod("Invoke")!.ReturnType.IsAssignableFrom(body.Type) ? Expression.Lambda(type, body, parameters) : Expression.Lambda(body, parameters); // a delegate has it
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        var target = Visit(node.Expression);
        if (target == node.Expression && !NeutralTypes.IsOfApplication(node.Member.DeclaringType!)) // a member of an expression has a type
            return node;
        if (target is null)
            throw NoSql(node);

        // A row that is seen through an interface or a base class is read as what it is.
        var type = NeutralTypes.IsOfApplication(node.Member.DeclaringType!) ? target.Type : NeutralTypes.Of(node.Member.DeclaringType!);
        return type.GetMember(node.Member.Name, MemberTypes.Field | MemberTypes.Property, BindingFlags.Instance | BindingFlags.Public) is [var member, ..]
            ? Expression.MakeMemberAccess(target, member) : throw NoSql(node);
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        var operand = Visit(node.Operand);
        var type = NeutralTypes.Of(node.Type);
        if (operand == node.Operand && type == node.Type)
            return node;
        if (node.NodeType is ExpressionType.Quote)
            return Expression.Quote(operand);
        if (node.NodeType is ExpressionType.Convert or ExpressionType.TypeAs && !node.Operand.Type.IsValueType && node.Type.IsAssignableFrom(node.Operand.Type) && !type.IsAssignableFrom(operand.Type))
            return operand;
        return Expression.MakeUnary(node.NodeType, operand, type, Method(node.Method, node));
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        var (left, right, conversion) = (Visit(node.Left), Visit(node.Right), Visit(node.Conversion));
        return left == node.Left && right == node.Right && conversion == node.Conversion ? node
            : Expression.MakeBinary(node.NodeType, left, right, node.IsLiftedToNull, Method(node.Method, node), (LambdaExpression?)conversion);
    }

    protected override Expression VisitConditional(ConditionalExpression node) =>
        Expression.Condition(Visit(node.Test), Visit(node.IfTrue), Visit(node.IfFalse), NeutralTypes.Of(node.Type));

    protected override Expression VisitTypeBinary(TypeBinaryExpression node) => Visit(node.Expression) is var value && node.NodeType is ExpressionType.TypeIs
        ? Expression.TypeIs(value, NeutralTypes.Of(node.TypeOperand)) : Expression.TypeEqual(value, NeutralTypes.Of(node.TypeOperand));

    protected override Expression VisitNewArray(NewArrayExpression node)
    {
        var element = NeutralTypes.Of(node.Type.GetElementType()!); // an array type has elements
        return node.NodeType is ExpressionType.NewArrayInit ? Expression.NewArrayInit(element, node.Expressions.Select(Visit)!) : Expression.NewArrayBounds(element, node.Expressions.Select(Visit)!);
    }

    protected override Expression VisitNew(NewExpression node)
    {
        var type = NeutralTypes.Of(node.Type);
        if (type == node.Type)
            return base.VisitNew(node);
        if (node.Constructor is not { } constructor)
            return Expression.New(type);
        Type[] parameters = [.. constructor.GetParameters().Select(p => NeutralTypes.Part(node.Type, p.ParameterType))];
        var neutral = type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, parameters) ?? throw NoSql(node);
        var arguments = node.Arguments.Select(Visit);
        return node.Members is null ? Expression.New(neutral, arguments!) : Expression.New(neutral, arguments!, node.Members.Select(m => Member(type, m, node)));
    }

    protected override MemberAssignment VisitMemberAssignment(MemberAssignment node)
    {
        var (value, owner) = (Visit(node.Expression), NeutralTypes.Of(node.Member.ReflectedType ?? node.Member.DeclaringType!)); // a member of an expression has a type
        return value == node.Expression && owner == node.Member.ReflectedType ? node : Expression.Bind(Member(owner, node.Member, value), value);
    }

    protected override ElementInit VisitElementInit(ElementInit node) => Expression.ElementInit(Method(node.AddMethod, node.Arguments[0])!, node.Arguments.Select(Visit)!); // a method is one afterwards

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        var (target, arguments, method) = (Visit(node.Object), node.Arguments.Select(Visit).ToArray(), Method(node.Method, node)!); // a method is one afterwards
        return target == node.Object && method == node.Method && arguments.SequenceEqual(node.Arguments) ? node : Expression.Call(target, method, arguments!);
    }

    private static MemberInfo Member(Type type, MemberInfo member, Expression place) =>
        type.GetMember(member.Name, MemberTypes.Field | MemberTypes.Property, BindingFlags.Instance | BindingFlags.Public) is [var neutral, ..] ? neutral : throw NoSql(place);

    private static MethodInfo? Method(MethodInfo? method, Expression place)
    {
        if (method is null)
            return null;
        if (method.DeclaringType is { } type && NeutralTypes.Of(type) is var owner && owner != type)
        {
            if (!NeutralTypes.IsDefinedByApplication(type))
                method = (MethodInfo)owner.GetMemberWithSameMetadataDefinitionAs(method.IsGenericMethod ? method.GetGenericMethodDefinition() : method) is var same && method.IsGenericMethod
                    ? same.MakeGenericMethod(method.GetGenericArguments()) : same;
            else
                return Operator(owner, method) ?? throw NoSql(place);
        }

        if (!method.IsGenericMethod)
            return method;
        Type[] arguments = method.GetGenericArguments(), neutral = [.. arguments.Select(NeutralTypes.Of)];
        return arguments.SequenceEqual(neutral) ? method : method.GetGenericMethodDefinition().MakeGenericMethod(neutral);
    }

    private static MethodInfo? Operator(Type owner, MethodInfo method)
    {
        Type[] parameters = [.. method.GetParameters().Select(p => NeutralTypes.Part(method.DeclaringType!, p.ParameterType))]; // a method has a type
        return owner.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(m => m.Name == method.Name && m.ReturnType == NeutralTypes.Part(method.DeclaringType!, method.ReturnType) && m.GetParameters().Select(static p => p.ParameterType).SequenceEqual(parameters));
    }

    // What the value is does not matter, only that there is one: it is taken from the variables when the statement runs.
    private object? Value(object? value, Type type)
    {
        if (value is null)
            return null;
        var own = value.GetType();
        if (own.IsGenericType && own.GetGenericTypeDefinition() == typeof(Slots<>))
            return Holder(value, type);
        var neutral = NeutralTypes.Of(own);
        if (neutral == own)
            return value;
        if (neutral.IsEnum)
            return Enum.ToObject(neutral, Convert.ChangeType(value, Enum.GetUnderlyingType(own), System.Globalization.CultureInfo.InvariantCulture));
        if (!type.IsAssignableFrom(neutral))
            neutral = type;
        return neutral.IsArray ? Array.CreateInstance(neutral.GetElementType()!, 0) : RuntimeHelpers.GetUninitializedObject(neutral); // an array type has elements
    }

    private object Holder(object holder, Type type)
    {
        if (_holders.TryGetValue(holder, out var neutral))
            return neutral;
        _holders.Add(holder, neutral = Activator.CreateInstance(type)!); // it has a constructor
        foreach (var field in holder.GetType().GetFields())
        {
            if (field.GetValue(holder) is { } value && type.GetField(field.Name) is { } target)
                target.SetValue(neutral, Value(value, Nullable.GetUnderlyingType(target.FieldType) ?? target.FieldType));
        }

        return neutral;
    }

    private Expression TableOf<T>(TableExpression expression)
        where T : class
    {
        var table = connection.GetTable<T>().TableName(expression.Source);
        if (expression.Prefix is { } prefix)
            table = dialect is PostgresQueries ? table.SchemaName(prefix) : table.DatabaseName(prefix); // SQLite would leave out a schema, and read the wrong table
        return table.Expression;
    }

    private Expression MaterializedOf<T>(MaterializedExpression expression) => connection.GetTable<ProjectedRow>().Provider.CreateQuery<T>(Visit(expression.Body))
        .AsCte(cte => (expression.Name is null ? cte : cte.HasName(expression.Name)).IsMaterialized(expression.IsMaterialized)).Expression;

    private Expression RecursiveOf<T>(RecursiveExpression expression)
        where T : class => connection.GetCte<T>(expression.Name, rows =>
        {
            _done[expression.Rows] = rows.Expression;
            return rows.Provider.CreateQuery<T>(Visit(expression.Body));
        }).Expression;

    private static MethodInfo Own(string name) => typeof(Neutralizer).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance)!; // it is above

    private static QueryException NoSql(Expression expression) =>
        new($"'{expression}' is code of the application, which cannot be made SQL. Write it with fields and operators, compute it before the query, or select its parts and compute it of the rows.");
}
