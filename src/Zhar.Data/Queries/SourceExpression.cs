using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>A table inside a recorded query.</summary>
/// <param name="element">The record that its rows become.</param>
/// <param name="source">The table, where it is not the record's own.</param>
/// <param name="prefix">The prefix, where it is not the record's own.</param>
internal sealed class SourceExpression(Type element, string? source, string? prefix) : Expression
{
    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type { get; } = typeof(Query<>).MakeGenericType(element);

    internal Type Element => element;

    internal string? Source => source;

    internal string? Prefix => prefix;

    public override string ToString() => source is null ? $"From<{element.Name}>()" : $"From<{element.Name}>(\"{source}\")";

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}
