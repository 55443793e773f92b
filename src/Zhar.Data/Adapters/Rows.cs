using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar.Data;

/// <summary>The rows of a running statement. Read to the end or not, it must be disposed of: that ends the statement and reports it.</summary>
internal sealed class Rows : IAsyncDisposable
{
    private readonly RepoConnection _connection;
    private readonly DbDataReader _reader;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _isSynchronous;
    private readonly long _decodeStarted;
    private StatementRun _run;
    private long _count;
    private bool _hasEnded;
    private Exception? _error;

    internal Rows(RepoConnection connection, StatementRun run, DbDataReader reader, CancellationToken cancellationToken)
    {
        _connection = connection;
        _run = run;
        _reader = reader;
        _cancellationToken = cancellationToken;
        _isSynchronous = connection.Runtime.Adapter.Capabilities.IsSynchronous;
        _decodeStarted = Stopwatch.GetTimestamp();
    }

    /// <summary>The current row.</summary>
    internal DbDataReader Reader => _reader;

    /// <summary>Rows changed, where the statement changes any; known after the last row.</summary>
    internal int Affected => _reader.RecordsAffected;

    /// <summary>The savepoint around the statement, to be released at its end.</summary>
    internal string? Savepoint { get; set; }

    /// <summary>What stops the statement when the token is cancelled, where the driver does not look at it.</summary>
    internal CancellationTokenRegistration Interrupt { get; init; }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last one.</returns>
    internal ValueTask<bool> Read() => _isSynchronous ? new ValueTask<bool>(ReadNow()) : ReadLater();

    /// <summary>Whether the driver is synchronous, so that <see cref="ReadNow"/> does without a task for each row.</summary>
    internal bool IsSynchronous => _isSynchronous;

    /// <summary>Goes to the rows of the next statement in the text.</summary>
    internal async ValueTask<bool> NextResult()
    {
        try
        {
            return _isSynchronous ? _reader.NextResult() : await _reader.NextResultAsync(_cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Fail(e) is { } translated)
        {
            throw translated;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_hasEnded)
            return default;
        if (_isSynchronous && Savepoint is null)
        {
            CloseNow();
            return default;
        }

        return CloseLater();
    }

    internal bool ReadNow()
    {
        try
        {
            if (!_reader.Read())
                return false;
            _count++;
            return true;
        }
        catch (Exception e) when (Fail(e) is { } translated)
        {
            throw translated;
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> ReadLater()
    {
        try
        {
            if (!await _reader.ReadAsync(_cancellationToken).ConfigureAwait(false))
                return false;
            _count++;
            return true;
        }
        catch (Exception e) when (Fail(e) is { } translated)
        {
            throw translated;
        }
    }

    private void CloseNow()
    {
        _hasEnded = true;
        Interrupt.Dispose();
        try
        {
            _reader.Dispose();
        }
        catch (Exception e) when (Fail(e) is { } translated)
        {
            throw translated;
        }

        if (_error is null)
            _connection.End(ref _run, _count, null, _decodeStarted);
    }

    private async ValueTask CloseLater()
    {
        _hasEnded = true;
        await Interrupt.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception) when (_error is not null)
        {
            // The failure was thrown already, and what follows from it says nothing new.
        }
        catch (Exception e) when (Fail(e) is { } translated)
        {
            throw translated;
        }

        if (_error is null)
            _connection.End(ref _run, _count, null, _decodeStarted);
        if (Savepoint is { } savepoint && !_connection.IsBroken)
        {
            var each = _connection.SavepointEach;
            _connection.SavepointEach = false;
            if (_error is null)
                await _connection.ReleaseSavepoint(savepoint).ConfigureAwait(false);
            else
                await _connection.RollbackToSavepoint(savepoint).ConfigureAwait(false);
            _connection.SavepointEach = each;
        }
    }

    /// <summary>Remembers the failure, so that the end neither reports the statement again nor hides it.</summary>
    private Exception? Fail(Exception error)
    {
        if (_error is not null)
            return null;
        _error = error;
        return _connection.Fail(ref _run, error, _cancellationToken);
    }
}
