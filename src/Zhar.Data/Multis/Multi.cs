using System.Collections.Immutable;

namespace Zhar.Data;

/// <summary>Named steps that run in one transaction, all or none: a value, to be put together in one place, tested in another, and run by a repo.</summary>
/// <remarks>
/// <code>
/// var multi = Multi.New
///     .Update("debit", debit)
///     .Insert("entry", r => Entry.For(r.Get&lt;Account&gt;("debit"), amount))
///     .Run("notify", (repo, r, ct) => Outbox.Put(repo, r.Get&lt;Entry&gt;("entry"), ct));
///
/// switch (await repo.Transact(multi))
/// {
///     case MultiOk(var results): …
///     case MultiFailed("debit", var changeset, _): …
/// }
/// </code>
/// Immutable. Source: Ecto.Multi.
/// </remarks>
public sealed partial class Multi
{
    private readonly ImmutableList<MultiStep> _steps;
    private readonly ImmutableHashSet<string> _names;

    private Multi(ImmutableList<MultiStep> steps, ImmutableHashSet<string> names) => (_steps, _names) = (steps, names);

    /// <summary>No step yet.</summary>
    public static Multi New { get; } = new([], []);

    /// <summary>The names of the steps in order. A merge has none until it runs.</summary>
    public IEnumerable<string> Names => _steps.Where(static step => step.Name is not null).Select(static step => step.Name!);

    internal IReadOnlyList<MultiStep> Steps => _steps;

    /// <summary>Inserts a record.</summary>
    /// <exception cref="ArgumentException">There is a step of that name already.</exception>
    public Multi Insert<T>(string name, T record, InsertOptions? options = null)
        where T : class => Insert(name, ChangesetOf(record), options);

    /// <summary>Inserts what a changeset describes. When it has errors, no step runs.</summary>
    /// <exception cref="ArgumentException">There is a step of that name already.</exception>
    public Multi Insert<T>(string name, Changeset<T> changeset, InsertOptions? options = null)
        where T : class => Add(new WriteStep<T>(name, changeset, null, (repo, c, token) => repo.Insert(c, options, token)));

    /// <summary>Inserts what is made of the results so far.</summary>
    public Multi Insert<T>(string name, Func<MultiResults, Changeset<T>> changeset, InsertOptions? options = null)
        where T : class => Add(new WriteStep<T>(name, null, changeset, (repo, c, token) => repo.Insert(c, options, token)));

    /// <summary>Inserts the record that is made of the results so far.</summary>
    public Multi Insert<T>(string name, Func<MultiResults, T> record, InsertOptions? options = null)
        where T : class => Insert(name, results => ChangesetOf(record(results)), options);

    /// <summary>Updates by a changeset. When it has errors, no step runs.</summary>
    public Multi Update<T>(string name, Changeset<T> changeset, WriteOptions? options = null)
        where T : class => Add(new WriteStep<T>(name, changeset, null, (repo, c, token) => repo.Update(c, options, token)));

    /// <summary>Updates by a changeset that is made of the results so far.</summary>
    public Multi Update<T>(string name, Func<MultiResults, Changeset<T>> changeset, WriteOptions? options = null)
        where T : class => Add(new WriteStep<T>(name, null, changeset, (repo, c, token) => repo.Update(c, options, token)));

    /// <summary>Inserts a record that was never stored, updates one that was.</summary>
    public Multi InsertOrUpdate<T>(string name, Changeset<T> changeset, InsertOptions? options = null)
        where T : class => Add(new WriteStep<T>(name, changeset, null, (repo, c, token) => repo.InsertOrUpdate(c, options, token)));

    /// <summary>The same, with a changeset that is made of the results so far.</summary>
    public Multi InsertOrUpdate<T>(string name, Func<MultiResults, Changeset<T>> changeset, InsertOptions? options = null)
        where T : class => Add(new WriteStep<T>(name, null, changeset, (repo, c, token) => repo.InsertOrUpdate(c, options, token)));

    /// <summary>Deletes the row of a record.</summary>
    public Multi Delete<T>(string name, T record, WriteOptions? options = null)
        where T : class => Delete(name, ChangesetOf(record), options);

    /// <summary>Deletes by a changeset, with the constraints that it declares.</summary>
    public Multi Delete<T>(string name, Changeset<T> changeset, WriteOptions? options = null)
        where T : class => Add(new WriteStep<T>(name, changeset, null, (repo, c, token) => repo.Delete(c, options, token)));

    /// <summary>Deletes the row of the record that is found in the results so far.</summary>
    public Multi Delete<T>(string name, Func<MultiResults, T> record, WriteOptions? options = null)
        where T : class => Add(new WriteStep<T>(name, null, results => ChangesetOf(record(results)), (repo, c, token) => repo.Delete(c, options, token)));

    /// <summary>Inserts many records.</summary>
    public Multi InsertAll<T>(string name, IReadOnlyList<T> records, InsertAllOptions? options = null)
        where T : class => Run(name, (repo, _, token) => repo.InsertAll(records, options, token));

    /// <summary>Runs a function. An <c>Error</c> or <c>Invalid</c> undoes everything.</summary>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public Multi Run<T>(string name, Func<Repo, MultiResults, CancellationToken, Task<Result<T>>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add(new RunStep(name, async (repo, results, token) => MultiStep.Unwrap(await function(repo, results, token))));
    }

    /// <summary>Runs a function whose return means success.</summary>
    public Multi Run<T>(string name, Func<Repo, MultiResults, CancellationToken, Task<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add(new RunStep(name, async (repo, results, token) => (true, await function(repo, results, token))));
    }

    /// <summary>A value that later steps and the caller find under the name.</summary>
    public Multi Put(string name, object? value) => Add(new RunStep(name, (_, _, _) => Task.FromResult((true, value))));

    /// <summary>Fails here, with this value. No step runs at all.</summary>
    public Multi Error(string name, object? value) => Add(new ErrorStep(name, value));

    /// <summary>Runs the steps that are made of the results so far.</summary>
    public Multi Merge(Func<MultiResults, Multi> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return new(_steps.Add(new MergeStep(steps)), _names);
    }

    /// <summary>The steps of another one behind these.</summary>
    /// <exception cref="ArgumentException">Both have a step of the same name.</exception>
    public Multi Append(Multi other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Demand(other);
        return new(_steps.AddRange(other._steps), _names.Union(other._names));
    }

    /// <summary>The steps of another one before these.</summary>
    /// <exception cref="ArgumentException">Both have a step of the same name.</exception>
    public Multi Prepend(Multi other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Demand(other);
        return new(other._steps.AddRange(_steps), _names.Union(other._names));
    }

    /// <summary>The names of the steps.</summary>
    public override string ToString() => $"Multi [{string.Join(", ", Names)}]";

    internal Multi Add(MultiStep step)
    {
        ArgumentException.ThrowIfNullOrEmpty(step.Name);
        return _names.Contains(step.Name)
            ? throw new ArgumentException($"The Multi has a step '{step.Name}' already. Names tell the steps apart: give one of them another.", nameof(step))
            : new(_steps.Add(step), _names.Add(step.Name));
    }

    private void Demand(Multi other)
    {
        if (_names.Intersect(other._names) is { Count: > 0 } both)
            throw new ArgumentException($"Both Multis have steps called {string.Join(", ", both.Order(StringComparer.Ordinal))}. Names tell the steps apart: give them others.", nameof(other));
    }

    private static Changeset<T> ChangesetOf<T>(T record)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(record);
        return (Changeset<T>)SchemaInfo.Of<T>().ChangesetOf(record);
    }
}
