namespace Zhar.Data;

/// <content>Writes of single records. Source: Ecto.Repo.insert/2, update/2, delete/2, insert_or_update/2.</content>
public abstract partial class Repo
{
    /// <summary>Inserts a record, with the associations that it brings along and that were never stored.</summary>
    /// <returns><c>Ok</c> with the record as it is stored: with its key, its times, and what the database makes.</returns>
    /// <exception cref="ConstraintException">A constraint is violated: a changeset can declare it.</exception>
    public Task<Result<T>> Insert<T>(T record, InsertOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(record);
        return Insert(ChangesetOf(record), options, cancellationToken);
    }

    /// <summary>Inserts what the changeset describes: the fields of its record that are set, and its changes. Columns that are neither get the database's defaults.</summary>
    /// <returns><c>Ok</c> with the stored record; <c>Invalid</c> with the changeset when it has errors (then the database is not asked), or violates a constraint that it declares.</returns>
    /// <exception cref="ConstraintException">It violates a constraint that it does not declare.</exception>
    /// <exception cref="SchemaException">The record cannot be stored: it has no table.</exception>
    public Task<Result<T>> Insert<T>(Changeset<T> changeset, InsertOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(changeset);
        return Finish<T>(Writer(options ?? InsertOptionsOf(changeset), cancellationToken).Insert(changeset));
    }

    /// <summary>Writes the changes of the changeset, and nothing else, to the row of its record. Without a change the database is not asked.</summary>
    /// <returns><c>Ok</c> with the record as it is stored now; <c>Invalid</c> as for an insert.</returns>
    /// <exception cref="StaleEntryException">The row is gone, or has another version than was read.</exception>
    /// <exception cref="ConstraintException">It violates a constraint that it does not declare.</exception>
    public Task<Result<T>> Update<T>(Changeset<T> changeset, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(changeset);
        return Finish<T>(Writer(options ?? changeset.Options ?? DefaultWrite, cancellationToken).Update(changeset));
    }

    /// <summary>Deletes the row of a record.</summary>
    /// <returns><c>Ok</c> with the record, whose state is <see cref="RecordState.Deleted"/>.</returns>
    /// <exception cref="StaleEntryException">The row is gone already.</exception>
    /// <exception cref="ConstraintException">Others still point to it: a changeset can declare that.</exception>
    public Task<Result<T>> Delete<T>(T record, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(record);
        return Delete(ChangesetOf(record), options, cancellationToken);
    }

    /// <summary>As above, with the constraints that the changeset declares.</summary>
    public Task<Result<T>> Delete<T>(Changeset<T> changeset, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(changeset);
        return Finish<T>(Writer(options ?? changeset.Options ?? DefaultWrite, cancellationToken).Delete(changeset));
    }

    /// <summary>Inserts a record that was never stored, and updates one that came from the database.</summary>
    /// <exception cref="InvalidOperationException">The record was deleted.</exception>
    public Task<Result<T>> InsertOrUpdate<T>(Changeset<T> changeset, InsertOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(changeset);
        return changeset.Schema.GetMeta(changeset.Data).State switch
        {
            RecordState.Built => Insert(changeset, options, cancellationToken),
            RecordState.Loaded => Update(changeset, options, cancellationToken),
            _ => throw new InvalidOperationException($"This {changeset.Schema.Name} was deleted, so it can be neither inserted nor updated. Make a new one."),
        };
    }

    // ---- twins that throw --------------------------------------------------------------------------------------------

    /// <summary>As <see cref="Insert{T}(T, InsertOptions?, CancellationToken)"/>, for an insert that must succeed.</summary>
    public async Task<T> InsertOrThrow<T>(T record, InsertOptions? options = null, CancellationToken cancellationToken = default)
        where T : class => (await Insert(record, options, cancellationToken).ConfigureAwait(false)).OrThrow();

    /// <summary>As <see cref="Insert{T}(Changeset{T}, InsertOptions?, CancellationToken)"/>, for an insert that must succeed.</summary>
    /// <exception cref="InvalidChangesetException">The changeset has errors.</exception>
    public async Task<T> InsertOrThrow<T>(Changeset<T> changeset, InsertOptions? options = null, CancellationToken cancellationToken = default)
        where T : class => (await Insert(changeset, options, cancellationToken).ConfigureAwait(false)).OrThrow();

    /// <summary>As <see cref="Update{T}"/>, for an update that must succeed.</summary>
    /// <exception cref="InvalidChangesetException">The changeset has errors.</exception>
    public async Task<T> UpdateOrThrow<T>(Changeset<T> changeset, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class => (await Update(changeset, options, cancellationToken).ConfigureAwait(false)).OrThrow();

    /// <summary>As <see cref="Delete{T}(T, WriteOptions?, CancellationToken)"/>, for a delete that must succeed.</summary>
    public async Task<T> DeleteOrThrow<T>(T record, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class => (await Delete(record, options, cancellationToken).ConfigureAwait(false)).OrThrow();

    /// <summary>As <see cref="Delete{T}(Changeset{T}, WriteOptions?, CancellationToken)"/>, for a delete that must succeed.</summary>
    /// <exception cref="InvalidChangesetException">The changeset has errors.</exception>
    public async Task<T> DeleteOrThrow<T>(Changeset<T> changeset, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class => (await Delete(changeset, options, cancellationToken).ConfigureAwait(false)).OrThrow();

    /// <summary>As <see cref="InsertOrUpdate{T}"/>, for a write that must succeed.</summary>
    /// <exception cref="InvalidChangesetException">The changeset has errors.</exception>
    public async Task<T> InsertOrUpdateOrThrow<T>(Changeset<T> changeset, InsertOptions? options = null, CancellationToken cancellationToken = default)
        where T : class => (await InsertOrUpdate(changeset, options, cancellationToken).ConfigureAwait(false)).OrThrow();

    private static readonly InsertOptions DefaultInsert = new();
    private static readonly WriteOptions DefaultWrite = new();

    // What only an insert has is at its default where the changeset has the options of any write.
    private static InsertOptions InsertOptionsOf(Changeset changeset) => changeset.Options switch
    {
        null => DefaultInsert,
        InsertOptions options => options,
        var any => new InsertOptions
        {
            Prefix = any.Prefix,
            Timeout = any.Timeout,
            LogLevel = any.LogLevel,
            TelemetryTag = any.TelemetryTag,
            Custom = any.Custom,
            Returning = any.Returning,
            StaleErrorField = any.StaleErrorField,
            StaleErrorMessage = any.StaleErrorMessage,
            AllowStale = any.AllowStale,
            Force = any.Force,
        },
    };

    private static Changeset<T> ChangesetOf<T>(T record)
        where T : class => (Changeset<T>)SchemaInfo.Of<T>().ChangesetOf(record);

    private RecordWriter Writer(WriteOptions options, CancellationToken cancellationToken) => new(this, Runtime, options, cancellationToken);

    private static async Task<Result<T>> Finish<T>(Task<WriteOutcome> writing)
        where T : class
    {
        var outcome = await writing.ConfigureAwait(false);
        return outcome.Invalid is Changeset<T> invalid ? new Invalid<T>(invalid) : new Ok<T>((T)outcome.Record!); // a write that is not invalid has one
    }
}
