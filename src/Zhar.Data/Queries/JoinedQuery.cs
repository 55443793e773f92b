using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>A query whose own join fills an association of the records that it gives: <see cref="Query{T}.PreloadJoined{TOwner, TRelated}(Expression{Func{T, TOwner}}, Func{TOwner, Many{TRelated}}, Expression{Func{T, TRelated}}, string)"/>. Source: preload from a join binding in Ecto.Query.preload/3.</summary>
/// <typeparam name="TOwner">The record, each once.</typeparam>
public abstract class JoinedQuery<TOwner>
    where TOwner : class
{
    private protected JoinedQuery()
    {
    }

    internal abstract Task<List<TOwner>> All(Repo repo, ReadOptions? options, CancellationToken cancellationToken);
}

/// <summary>Rows of an owner and one of its related records, which are put together by the owners' primary keys.</summary>
internal sealed class JoinedQuery<TOwner, TRelated>(Query<JoinedRow<TOwner, TRelated>> rows, string selector) : JoinedQuery<TOwner>
    where TOwner : class
    where TRelated : class
{
    internal static JoinedQuery<TOwner, TRelated> Of<T>(Query<T> query, Expression<Func<T, TOwner>> owner, Expression<Func<T, TRelated?>> row, string selector)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(row);
        var related = new Swap(row.Parameters[0], owner.Parameters[0]).Visit(row.Body);
        var pair = Expression.MemberInit(
            Expression.New(typeof(JoinedRow<TOwner, TRelated>)),
            Expression.Bind(typeof(JoinedRow<TOwner, TRelated>).GetProperty(nameof(JoinedRow<,>.Owner))!, owner.Body), // it has these
            Expression.Bind(typeof(JoinedRow<TOwner, TRelated>).GetProperty(nameof(JoinedRow<,>.Related))!, related));
        return new(query.Select(Expression.Lambda<Func<T, JoinedRow<TOwner, TRelated>>>(pair, owner.Parameters)), selector);
    }

    internal override async Task<List<TOwner>> All(Repo repo, ReadOptions? options, CancellationToken cancellationToken)
    {
        var schema = SchemaInfo.Of<TOwner>();
        var association = schema.GetAssociation(Preload.Named(selector).Path[0]);
        var related = association.Related;
        if (schema.PrimaryKey.Count == 0 || related.PrimaryKey.Count == 0)
            throw new QueryException($"PreloadJoined tells the rows of {association} apart by primary keys, but {(schema.PrimaryKey.Count == 0 ? schema : related).Name} has none. Use Preload, which reads them by a query of their own.");

        var owners = new List<(TOwner Owner, List<object> Rows)>();
        var ownRows = new Dictionary<RecordKey, List<object>>();
        var seen = new HashSet<(RecordKey, RecordKey)>();
        foreach (var pair in await repo.All(rows, options, cancellationToken).ConfigureAwait(false))
        {
            if (pair.Owner is null)
                continue; // a right join has found a row that nobody owns
            var key = RecordKey.Of(schema, pair.Owner);
            if (!ownRows.TryGetValue(key, out var list))
            {
                ownRows.Add(key, list = []);
                owners.Add((pair.Owner, list));
            }

            if (pair.Related is not null && seen.Add((key, RecordKey.Of(related, pair.Related))))
                list.Add(pair.Related);
        }

        return owners.ConvertAll(found => (TOwner)Preloader.With(schema, found.Owner, association, found.Rows));
    }

    private sealed class Swap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}

/// <summary>A row of a <see cref="JoinedQuery{TOwner}"/>.</summary>
internal sealed record JoinedRow<TOwner, TRelated>
{
    public TOwner? Owner { get; init; }

    public TRelated? Related { get; init; }
}

/// <summary>The primary key of a record, of one field or several.</summary>
internal readonly record struct RecordKey(PreloadKey First, string Others)
{
    internal static RecordKey Of(SchemaInfo schema, object record) => new(
        PreloadKey.Of(schema.GetValue(record, schema.PrimaryKey[0].Index)),
        schema.PrimaryKey.Count == 1 ? "" : string.Join('\0', schema.PrimaryKey.Skip(1).Select(field => Convert.ToString(schema.GetValue(record, field.Index), System.Globalization.CultureInfo.InvariantCulture))));
}
