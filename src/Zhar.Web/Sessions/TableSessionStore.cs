using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Keeps sessions on the server, in a table of the endpoint's node; the cookie has only a random key. They are gone when the endpoint ends.</summary>
/// <remarks>A session can be ended from here at once, and may be large. Source: Plug.Session.ETS.</remarks>
public sealed class TableSessionStore : ISessionStore
{
    private const int KeyBytes = 24;
    private const int KeyLength = 32;

    private readonly string _name = "zhar.sessions." + Guid.NewGuid().ToString("n");

    /// <summary>How long a session is kept that nobody asks for. Default one day.</summary>
    public TimeSpan IdleTimeout
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "IdleTimeout is a positive time.");
    } = TimeSpan.FromDays(1);

    /// <summary>The most sessions that are kept; beyond it those go that were not asked for the longest. Default 100,000.</summary>
    public int MaxSessions
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxSessions is at least 1.");
    } = 100_000;

    /// <inheritdoc/>
    public ValueTask<StoredSession?> Get(HttpContext conn, string cookie)
    {
        if (cookie?.Length != KeyLength || !Table(conn).TryLookup(cookie, out var row))
            return default;
        var now = Now(conn);
        if (now - row.SeenAt >= (long)IdleTimeout.TotalMilliseconds)
        {
            Table(conn).Delete(cookie);
            return default;
        }

        row.SeenAt = now;
        return new(new StoredSession(cookie, new(row.Values, StringComparer.Ordinal)));
    }

    /// <inheritdoc/>
    public ValueTask<string> Put(HttpContext conn, string? key, IReadOnlyDictionary<string, byte[]> values)
    {
        key ??= Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        Table(conn).Insert(key, new SessionRow(new(values, StringComparer.Ordinal)) { SeenAt = Now(conn) });
        return new(key);
    }

    /// <inheritdoc/>
    public ValueTask Delete(HttpContext conn, string key)
    {
        Table(conn).Delete(key);
        return default;
    }

    internal ChildSpec Child() => SessionKeeper.Child(_name, (long)IdleTimeout.TotalMilliseconds, MaxSessions) with { Id = _name };

    private Table<string, SessionRow> Table(HttpContext conn) => Zhar.Table.Find<string, SessionRow>(
        ConnState.Of(conn).Endpoint?.Node ?? throw new InvalidOperationException("Sessions on the server need an endpoint in a supervision tree, whose process keeps them: MyEndpoint.Child()."), _name);

    private static long Now(HttpContext conn) => conn.Keys.Time.GetUtcNow().ToUnixTimeMilliseconds();
}

/// <summary>The values of a session, and when somebody asked for them last, in milliseconds since 1970.</summary>
internal sealed class SessionRow(Dictionary<string, byte[]> values)
{
    private long _seenAt;

    internal Dictionary<string, byte[]> Values { get; } = values;

    internal long SeenAt
    {
        get => Volatile.Read(ref _seenAt);
        set => Volatile.Write(ref _seenAt, value);
    }
}

/// <summary>Owns the table, and takes old sessions out.</summary>
internal sealed partial class SessionKeeper : GenServer<SessionKeeper.Rules>
{
    internal sealed record Rules(Table<string, SessionRow> Table, long IdleMilliseconds, int MaxSessions);

    private Init<Rules> Init(string name, long idleMilliseconds, int maxSessions) =>
        Ok(new(Table.Create<string, SessionRow>(new TableOptions { Name = name, Protection = TableProtection.Public }), idleMilliseconds, maxSessions));

    [Tick("00:01:00")]
    private void Sweep()
    {
        var oldest = Process.Current("SessionKeeper").Node.Clock.GetUtcNow().ToUnixTimeMilliseconds() - State.IdleMilliseconds;
        State.Table.SelectDelete((_, row) => row.SeenAt <= oldest);
        var over = State.Table.Count() - State.MaxSessions;
        if (over <= 0)
            return;
        foreach (var (key, _) in State.Table.Select().OrderBy(static r => r.Value.SeenAt).Take(over))
            State.Table.Delete(key);
    }
}
