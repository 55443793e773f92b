using System.Linq.Expressions;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.Linq;

namespace Zhar.Data;

internal sealed partial class QueryCompiler
{
    /// <summary>The plan for changing each row of a query, or for deleting it when there are no changes.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <typeparam name="TResult">What is returned of each row, when something is.</typeparam>
    internal QueryPlan<TResult> Writes<T, TResult>(Query<T> query, Updates<T>? updates, LambdaExpression? returning, string? prefix, out List<object?> variables)
        where T : class
    {
        List<Expression> parts = [];
        foreach (var change in updates?.Changes ?? [])
            parts.AddRange([Expression.Constant(change.Kind), change.Field, change.To]);
        if (returning is not null)
            parts.Add(returning);
        var shape = QueryShape.Of(query.Expression, parts, typeof(TResult), prefix, updates is null ? nameof(StatementKind.Delete) : nameof(StatementKind.Update), returning is not null);
        variables = shape.Values;
        if (UsesCache && shape.IsComplete && _cache.Find(shape.Tokens) is QueryPlan<TResult> kept)
            return kept;

        var (plan, isSound) = CompileWrite<T, TResult>(query.Expression, updates, returning, prefix, shape);
        if (UsesCache && shape.IsComplete && isSound)
            _cache.Add(shape.Tokens, plan);
        return plan;
    }

    /// <summary>The plan for inserting the rows that a query makes.</summary>
    internal QueryPlan Inserts<T>(Query<T> query, string? prefix, out List<object?> variables)
        where T : class
    {
        var shape = QueryShape.Of(query.Expression, [], typeof(T), prefix, nameof(StatementKind.Insert));
        variables = shape.Values;
        if (UsesCache && shape.IsComplete && _cache.Find(shape.Tokens) is { } kept)
            return kept;

        var schema = SchemaInfo.Of<T>();
        var hoisted = Hoisting.Hoist(query.Expression);
        if (hoisted.Projection is not { Body: MemberInitExpression init })
            throw new QueryException($"InsertAll takes a query that makes the rows, query.Select(x => new {schema.Name} {"{"} Field = … {"}"}), so that it is known which columns it fills.");

        using var connection = NewConnection(out var recorder);
        var binder = new Binder(_dialect, shape, null, _defaultPrefix);
        List<Field> fields = [];
        List<Leaf> leaves = [];
        var statement = Guard(query.Expression, () =>
        {
            var bound = binder.Query(hoisted.Source);
            List<Expression> values = [];
            foreach (var binding in init.Bindings)
            {
                if (binding is not MemberAssignment assignment || schema.Find(binding.Member.Name) is not { IsVirtual: false } field)
                    throw new QueryException($"{schema.Name}.{binding.Member.Name} is no column, so InsertAll cannot fill it.");
                fields.Add(field);
                leaves.Add(new(assignment.Expression));
                values.Add(Computed(binder.Value(assignment.Expression, field)));
            }

            return Run(connection, recorder, bound, hoisted.Projection.Parameters[0], values, leaves);
        });
        if (leaves.DistinctBy(static l => l.Ordinal).Count() != leaves.Count)
            throw new QueryException($"InsertAll fills two columns of {schema.Name} with one value. Make one of them another expression.");

        var text = SqlText.Of(statement, binder, _dialect.Name);
        var columns = string.Join(", ", fields.Zip(leaves).OrderBy(static p => p.Second.Ordinal).Select(p => _dialect.Quote(p.First.Column)));
        var table = (prefix ?? schema.Prefix ?? _defaultPrefix) is { } tablePrefix ? $"{_dialect.Quote(tablePrefix)}.{_dialect.Quote(schema.Source)}" : _dialect.Quote(schema.Source);
        var plan = new QueryPlan(StatementKind.Insert, schema.Source, [$"INSERT INTO {table} ({columns})\n{text.Pieces[0]}", .. text.Pieces.Skip(1)], text.Order, text.Parameters);
        if (UsesCache && shape.IsComplete && text.IsSound)
            _cache.Add(shape.Tokens, plan);
        return plan;
    }

    private (QueryPlan<TResult> Plan, bool IsSound) CompileWrite<T, TResult>(Expression query, Updates<T>? updates, LambdaExpression? returning, string? prefix, QueryShape shape)
        where T : class
    {
        var schema = SchemaInfo.Of<T>();
        using var connection = NewConnection(out var recorder);
        var binder = new Binder(_dialect, shape, prefix, _defaultPrefix);
        Projection? projection = null;
        var statement = Guard(query, () =>
        {
            // All rows are changed, in whatever order, unless the order decides which they are.
            var (unlocked, _) = TakeLock(query);
            var bound = binder.Query(Spine.IsCut(unlocked) ? unlocked : Spine.Without(unlocked, [Clause.OrderBy]));
            if (updates is not null)
                bound = Sets(bound, updates, binder, schema);
            if (returning is null)
            {
                var write = Expression.Call(typeof(LinqExtensions), updates is null ? "Delete" : "Update", [typeof(T)], bound);
                connection.GetTable<ProjectedRow>().Provider.Execute<int>(new Neutralizer(_dialect, connection).Visit(write));
                return recorder.Statements.Single();
            }

            projection = Projection.Of(new(query, returning), shape, null);
            var row = Columns(projection.Leaves, binder);
            var deleted = Expression.Parameter(typeof(T), "deleted");
            var call = updates is null
                ? Expression.Call(typeof(LinqExtensions), "DeleteWithOutput", [typeof(T), typeof(ProjectedRow)], bound, Expression.Quote(Expression.Lambda(row, projection.Parameter)))
                : Expression.Call(typeof(LinqExtensions), "UpdateWithOutput", [typeof(T), typeof(ProjectedRow)], bound, Expression.Quote(Expression.Lambda(row, deleted, projection.Parameter)));
            // These methods run at once when they are called, and are made for that; the binding has made their arguments.
            var neutral = (MethodCallExpression)new Neutralizer(_dialect, connection).Visit(call);
            var rows = (IEnumerable<ProjectedRow>)Expression.Lambda(Enumerated(neutral, connection)).Compile().DynamicInvoke()!; // it returns rows
            Resolve(rows.First(), projection.Leaves);
            return recorder.Statements.Single();
        });

        var text = SqlText.Of(statement, binder, _dialect.Name);
        Func<RowContext, TResult> read = projection is null ? static _ => throw new System.Diagnostics.UnreachableException("A statement without rows was read. Please report this.") : projection.Compile<TResult>();
        return (new(schema.Source, text.Pieces, text.Order, text.Parameters, read, updates is null ? StatementKind.Delete : StatementKind.Update), text.IsSound);
    }

    // The call with queryables in the place of expressions for them.
    private static MethodCallExpression Enumerated(MethodCallExpression call, DataConnection connection)
    {
        var source = call.Arguments[0];
        Expression target = source.Type.IsGenericType && source.Type.GetGenericTypeDefinition() == typeof(IUpdatable<>)
            ? Expression.Lambda(source).Body is MethodCallExpression set ? Expression.Call(set.Method, [Queryable(set.Arguments[0], connection), .. set.Arguments.Skip(1)]) : source
            : Queryable(source, connection);
        return Expression.Call(call.Method, target, call.Arguments[1]);

        static Expression Queryable(Expression source, DataConnection connection)
        {
            if (source is MethodCallExpression { Method.Name: "Set" } set && set.Method.DeclaringType == typeof(LinqExtensions))
                return Expression.Call(set.Method, [Queryable(set.Arguments[0], connection), .. set.Arguments.Skip(1)]);
            var element = source.Type.GetInterfaces().Append(source.Type).First(static t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IQueryable<>)).GetGenericArguments()[0];
            var query = connection.GetTable<ProjectedRow>().Provider.CreateQuery(source);
            return Expression.Constant(query, typeof(IQueryable<>).MakeGenericType(element));
        }
    }

    private Expression Sets<T>(Expression bound, Updates<T> updates, Binder binder, SchemaInfo schema)
    {
        if (updates.Changes.Count == 0)
            throw new QueryException($"UpdateAll of {schema.Name} changes nothing. Name a field at least: set => set.Set(x => x.Field, value).");
        foreach (var change in updates.Changes)
        {
            var member = (MemberExpression)change.Field.Body; // Updates lets nothing else in
            if (schema.Find(member.Member.Name) is not { IsVirtual: false } field)
                throw new QueryException($"{schema.Name}.{member.Member.Name} is no column, so UpdateAll cannot change it.");
            var parameter = change.Field.Parameters[0];
            var target = Expression.Lambda(Expression.MakeMemberAccess(parameter, parameter.Type.GetProperty(member.Member.Name)!), parameter); // the same property, of the type itself
            var value = change.Kind switch
            {
                nameof(Updates<>.Push) => RawSql.Call(member.Type, new(_dialect.Push), target.Body, binder.Item(change.To.Body, field)),
                nameof(Updates<>.Pull) => RawSql.Call(member.Type, new(_dialect.Pull), target.Body, binder.Item(change.To.Body, field)),
                _ => binder.Value(Predicates.Inline(change.To, parameter), field),
            };
            if (value.Type != member.Type)
                value = Expression.Convert(value, member.Type);
            bound = Expression.Call(typeof(LinqExtensions), "Set", [typeof(T), member.Type], bound, Expression.Quote(target), Expression.Quote(Expression.Lambda(value, parameter)));
        }

        return bound;
    }
}
