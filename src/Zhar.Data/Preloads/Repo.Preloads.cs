using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <content>Associations of records that are here already. Source: Ecto.Repo.preload/3.</content>
public abstract partial class Repo
{
    /// <summary>The record with an association loaded: <c>user = await repo.Preload(user, u => u.Posts)</c>. What is loaded already stays.</summary>
    /// <param name="record">The record; it is not changed.</param>
    /// <param name="association">The property.</param>
    /// <param name="options">The call's options.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <param name="selector">The property's text, which the compiler fills in.</param>
    public async Task<T> Preload<T, TRelated>(
        T record, Func<T, Many<TRelated>> association, PreloadOptions? options = null, CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(association))] string selector = "")
        where T : class
        where TRelated : class => (await PreloadNamed([record], selector, options, cancellationToken).ConfigureAwait(false))[0];

    /// <inheritdoc cref="Preload{T, TRelated}(T, Func{T, Many{TRelated}}, PreloadOptions?, CancellationToken, string)"/>
    public async Task<T> Preload<T, TRelated>(
        T record, Func<T, Assoc<TRelated>> association, PreloadOptions? options = null, CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(association))] string selector = "")
        where T : class
        where TRelated : class => (await PreloadNamed([record], selector, options, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The records with an association loaded, by one query for all of them.</summary>
    /// <param name="records">The records; they are not changed.</param>
    /// <param name="association">The property.</param>
    /// <param name="options">The call's options.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <param name="selector">The property's text, which the compiler fills in.</param>
    public Task<List<T>> Preload<T, TRelated>(
        IReadOnlyList<T> records, Func<T, Many<TRelated>> association, PreloadOptions? options = null, CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(association))] string selector = "")
        where T : class
        where TRelated : class => PreloadNamed(records, selector, options, cancellationToken);

    /// <inheritdoc cref="Preload{T, TRelated}(IReadOnlyList{T}, Func{T, Many{TRelated}}, PreloadOptions?, CancellationToken, string)"/>
    public Task<List<T>> Preload<T, TRelated>(
        IReadOnlyList<T> records, Func<T, Assoc<TRelated>> association, PreloadOptions? options = null, CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(association))] string selector = "")
        where T : class
        where TRelated : class => PreloadNamed(records, selector, options, cancellationToken);

    /// <summary>The records with all that the preloads of a query name: <c>repo.Preload(users, q => q.Preload(u => u.Posts, posts => posts.OrderBy(p => p.Title)).Preload("Team"))</c>.</summary>
    public Task<List<T>> Preload<T>(IReadOnlyList<T> records, Func<Query<T>, Query<T>> preloads, PreloadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(preloads);
        return PreloadRows(Runtime, records, preloads(Data.Query.From<T>()).Preloads, options?.Force == true, isFresh: false, options, cancellationToken);
    }

    internal Task<List<T>> PreloadRows<T>(RepoRuntime runtime, IReadOnlyList<T> records, PreloadList preloads, bool isForced, bool isFresh, OperationOptions? options, CancellationToken cancellationToken)
    {
        if (!SchemaInfo.TryGet(typeof(T), out var schema))
            throw new QueryException($"Preload loads associations of records, but the rows of the query are {typeof(T).Name}. Select the record, or load the association where the record is.");
        return Loaded();

        async Task<List<T>> Loaded()
        {
            var rows = (IReadOnlyList<object?>)records; // a record with a schema is an object
            var loaded = await new Preloader(this, runtime, isForced, options).Load(schema, rows, preloads.Items, isFresh, cancellationToken).ConfigureAwait(false);
            return isFresh && loaded is List<T> own ? own : [.. loaded.Cast<T>()];
        }
    }

    private Task<List<T>> PreloadNamed<T>(IReadOnlyList<T> records, string selector, PreloadOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        return PreloadRows(Runtime, records, PreloadList.Empty.Add(Data.Preload.Named(selector)), options?.Force == true, isFresh: false, options, cancellationToken);
    }
}
