using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Zhar.Runtime;

namespace Zhar.Data;

/// <summary>What stands behind a repo: its adapter, settings, pool, and what it has learned of the schemas. One for each started database.</summary>
internal sealed class RepoRuntime
{
    private const int MostTexts = 1000;

    private readonly AsyncLocal<RepoSession?> _ambient = new();
    private readonly ConcurrentDictionary<string, SqlStatement> _texts = new(StringComparer.Ordinal);
    private ConnectionPool? _pool;

    private QueryCompiler? _queries;

    internal RepoRuntime(string name, Adapter adapter, RepoOptions options, TimeProvider clock, ILogger logger)
    {
        adapter.Validate(options);
        Name = name;
        Adapter = adapter;
        Options = options;
        Clock = clock;
        Telemetry = new RepoTelemetry(name, options, logger);
        Errors = new ErrorTranslator(name, adapter, options);
        Writer = adapter.Capabilities.SingleWriter ? new SemaphoreSlim(1, 1) : null;
    }

    /// <summary>The repo's class, for messages.</summary>
    internal string Name { get; }

    internal Adapter Adapter { get; }

    internal Dialect Dialect => Adapter.Dialect;

    internal RepoOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal RepoTelemetry Telemetry { get; }

    internal ErrorTranslator Errors { get; }

    /// <summary>The prepared SQL of each schema.</summary>
    internal ConcurrentDictionary<SchemaInfo, SchemaPlans> Plans { get; } = new();

    /// <summary>Where writers of a database that has one writer at a time queue.</summary>
    internal SemaphoreSlim? Writer { get; }

    /// <summary>The pool, while the repo runs.</summary>
    internal ConnectionPool? Pool => Volatile.Read(ref _pool);

    /// <summary>Gives tests a connection of their own instead of the pool's; <c>null</c> outside of tests.</summary>
    internal ISessionSource? Sandbox { get; set; }

    /// <summary>The connection that this flow of control is bound to: by a transaction, a checkout, or a foreign connection.</summary>
    internal RepoSession? Ambient
    {
        get => _ambient.Value;
        set => _ambient.Value = value;
    }

    /// <summary>The session that the next statement of this flow belongs to; <c>null</c>: any connection of the pool.</summary>
    internal RepoSession? Session
    {
        get
        {
            var ambient = _ambient.Value;

            // A flow that was started inside of a transaction may outlive it. Then it is outside again.
            while (ambient is { HasEnded: true })
                ambient = ambient.Outer;
            return ambient ?? Sandbox?.Find();
        }
    }

    /// <summary>The statement of a text that was not made from a schema. The same text is the same statement, as long as there are not too many.</summary>
    internal SqlStatement Text(string sql, StatementKind kind, string? source = null, FieldType?[]? types = null, bool[]? arrays = null)
    {
        if (_texts.TryGetValue(sql, out var known))
            return known;
        var statement = new SqlStatement(sql, kind, source, types) { Arrays = arrays, IsKept = _texts.Count < MostTexts };
        return statement.IsKept ? _texts.GetOrAdd(sql, statement) : statement;
    }

    internal SchemaPlans PlansOf(SchemaInfo schema) => Plans.TryGetValue(schema, out var plans) ? plans : Plans.GetOrAdd(schema, static (schema, runtime) => new SchemaPlans(schema, runtime.Dialect), this);

    /// <summary>Opens the pool; its connections come when they are needed.</summary>
    /// <param name="supervisor">Who supervises the process that owns it; <c>null</c>: it belongs to no process.</param>
    /// <remarks>
    /// A killed supervisor is replaced at once, while the pool process that it leaves behind still closes its connections. That one's place is free
    /// to its successor: each closes the pool that it has opened, no other.
    /// </remarks>
    internal ConnectionPool Start(ProcessCore? supervisor = null)
    {
        var pool = new ConnectionPool(Name, Options, Clock, Open) { Supervisor = supervisor };
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _pool, pool, null);
            if (before is null)
                return pool;
            if (before.Supervisor is not { IsDead: true })
                throw new InvalidOperationException($"{Name} has been started already. It stands in the supervision tree once; for another database of the same kind start a dynamic repo.");
            if (ReferenceEquals(Interlocked.CompareExchange(ref _pool, pool, before), before))
                return pool;
        }
    }

    /// <summary>Makes the place of a pool free, before the pool is closed.</summary>
    /// <returns>Whether the place was still its own.</returns>
    internal bool Leave(ConnectionPool pool) => ReferenceEquals(Interlocked.CompareExchange(ref _pool, null, pool), pool);

    internal async ValueTask Stop()
    {
        if (Interlocked.Exchange(ref _pool, null) is { } pool)
            await pool.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Makes SQL of queries. Loaded by the first query: reads by key do without.</summary>
    internal QueryCompiler Queries => Volatile.Read(ref _queries) ?? NewQueries();

    /// <summary>For each table with enums its columns that are enums of the database, with their types.</summary>
    internal ConcurrentDictionary<(string? Prefix, string Source), IReadOnlyDictionary<string, string>> NativeEnums { get; } = new();

    private QueryCompiler NewQueries()
    {
        var made = new QueryCompiler(Dialect.Name, Options.Prefix);
        return Interlocked.CompareExchange(ref _queries, made, null) ?? made;
    }

    /// <summary>The statements of preloads that need no query.</summary>
    internal ConcurrentDictionary<(Association Association, string? Prefix), SqlStatement> Preloads { get; } = new();

    /// <summary>A connection for one operation: the one this flow is bound to, else one of the pool's.</summary>
    internal ValueTask<RepoLease> Lease(bool isWrite, CancellationToken cancellationToken)
    {
        if (isWrite && Options.ReadOnly)
            throw new InvalidOperationException($"{Name} is read only (ReadOnly = true), so it cannot write. Use the repo that is not a replica.");
        if (Session is { } session)
            return session.Enter(cancellationToken);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        if (isWrite && Writer is not null)
            return LeaseWriter(started, cancellationToken);
        var taking = Take(cancellationToken);
        if (!taking.IsCompletedSuccessfully)
            return LeaseLater(taking, started);
        return new ValueTask<RepoLease>(new RepoLease(taking.Result, null, null));
    }

    /// <summary>A connection that no other flow uses, outside of any session.</summary>
    internal ValueTask<RepoConnection> Take(CancellationToken cancellationToken) => (Pool ?? throw NotStarted()).Take(cancellationToken);

    /// <summary>Gives a connection back to the pool that it came from, which may be closed by now, with another in its place.</summary>
    internal void Return(RepoConnection connection)
    {
        if (connection.Pool is { } pool)
            pool.Return(connection);
        else
            connection.DisposeAsync().AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    /// <summary>The right to write, on a database with one writer at a time.</summary>
    internal async ValueTask EnterWriter(CancellationToken cancellationToken)
    {
        if (Writer is null || await Writer.WaitAsync(Options.Timeout, cancellationToken).ConfigureAwait(false))
            return;
        throw new DatabaseException($"""
            {Name}: {Adapter.Name} has one writer at a time, and another transaction of this program was writing for {Options.Timeout.TotalSeconds:0} s.
            Keep transactions short, and do not write from one process while another, that waits for it, is inside of a transaction.
            """, null, null);
    }

    internal void LeaveWriter() => Writer?.Release();

    private async ValueTask<RepoLease> LeaseLater(ValueTask<RepoConnection> taking, long started)
    {
        try
        {
            var connection = await taking.ConfigureAwait(false);
            connection.QueueTime = System.Diagnostics.Stopwatch.GetElapsedTime(started);
            return new RepoLease(connection, null, null);
        }
        catch (PoolTimeoutException)
        {
            DataTelemetry.Refused.Add(1, new KeyValuePair<string, object?>(DataTelemetry.RepoTag, Name));
            throw;
        }
    }

    private async ValueTask<RepoLease> LeaseWriter(long started, CancellationToken cancellationToken)
    {
        await EnterWriter(cancellationToken).ConfigureAwait(false);
        try
        {
            var lease = await LeaseLater(Take(cancellationToken), started).ConfigureAwait(false);
            return new RepoLease(lease.Connection, null, Writer);
        }
        catch
        {
            LeaveWriter();
            throw;
        }
    }

    private async ValueTask<RepoConnection> Open(CancellationToken cancellationToken)
    {
        var db = Adapter.NewConnection(Options);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Options.ConnectTimeout);
            await db.OpenAsync(limit.Token).ConfigureAwait(false);
            await Adapter.OnOpened(db, Options, cancellationToken).ConfigureAwait(false);
            if (Options.AfterConnect is { } afterConnect)
                await afterConnect(db, cancellationToken).ConfigureAwait(false);
            return new RepoConnection(this, db);
        }
        catch (Exception e) when (e is DbException or System.Net.Sockets.SocketException or IOException or TimeoutException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await db.DisposeAsync().ConfigureAwait(false);
            throw Errors.NotOpened(e is OperationCanceledException ? new TimeoutException($"no answer within {Options.ConnectTimeout.TotalSeconds:0.#} s (ConnectTimeout).") : e);
        }
        catch
        {
            await db.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal InvalidOperationException NotStarted() => new($"""
        {Name} is not started. It runs as a part of the supervision tree, before those that use it:

            Supervisor.OneForOne({Name}.Child(), …)

        In a script or a test without a tree: await using var repo = {Name}.Open(options);
        """);
}
