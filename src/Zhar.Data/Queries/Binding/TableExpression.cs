using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>A table in a bound query, until <see cref="Neutralizer"/> makes it one of the query compiler's.</summary>
internal sealed class TableExpression(Type element, string source, string? prefix) : Expression
{
    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type { get; } = typeof(IQueryable<>).MakeGenericType(element);

    internal Type Element => element;

    internal string Source => source;

    internal string? Prefix => prefix;

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>A common table expression whose query, <see cref="Body"/>, refers to itself by <see cref="Rows"/>.</summary>
internal sealed class RecursiveExpression(Type element, string name) : Expression
{
    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type { get; } = typeof(IQueryable<>).MakeGenericType(element);

    internal Type Element => element;

    internal string Name => name;

    internal RecursiveRowsExpression Rows { get; } = new(element);

    internal Expression Body { get; set; } = null!; // the binder sets it, once it is bound

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>The rows of a common table expression inside its own query.</summary>
internal sealed class RecursiveRowsExpression(Type element) : Expression
{
    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type { get; } = typeof(IQueryable<>).MakeGenericType(element);

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}
