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

/// <summary>A SELECT of the application's own as a source, or a list of values.</summary>
/// <param name="element">The record that its rows become.</param>
/// <param name="format">The SQL, with <c>{0}</c> for the first parameter.</param>
/// <param name="parameters">The parameters.</param>
internal sealed class SqlSourceExpression(Type element, string format, IReadOnlyList<Expression> parameters) : Expression
{
    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type { get; } = typeof(IQueryable<>).MakeGenericType(element);

    internal Type Element => element;

    internal string Format => format;

    internal IReadOnlyList<Expression> Parameters => parameters;

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>A common table expression that is computed for itself, or is not.</summary>
internal sealed class MaterializedExpression(Type element, Expression body, string? name, bool isMaterialized) : Expression
{
    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type { get; } = typeof(IQueryable<>).MakeGenericType(element);

    internal Type Element => element;

    internal Expression Body => body;

    internal string? Name => name;

    internal bool IsMaterialized => isMaterialized;

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
