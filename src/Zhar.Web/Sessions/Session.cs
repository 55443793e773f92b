using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Zhar.Web;

/// <summary>What a browser's visits have in common: small values under names. Read when somebody asks for them, sent or stored only when something changed.</summary>
/// <remarks>
/// It is ASP.NET Core's <see cref="ISession"/> too, so its extensions and other libraries work on it: text is stored as UTF-8. Numbers, dates and
/// identifiers are stored as invariant text. Source: Plug.Session, Plug.Conn.get_session/2.
/// </remarks>
public sealed class Session : ISession
{
    private readonly SessionSettings _settings;
    private readonly ConnState? _state;
    private readonly HttpContext? _conn;
    private Dictionary<string, byte[]>? _values;
    private string? _key;
    private bool _changed;
    private SessionAction _action;
    private bool _isDetached;

    internal Session(HttpContext conn, ConnState state, SessionSettings settings)
    {
        _conn = conn;
        _state = state;
        _settings = settings;
    }

    /// <summary>A session apart from any request, for tests and for connections that took over the values of one.</summary>
    /// <param name="values">Its values.</param>
    public Session(params ReadOnlySpan<(string Key, string Value)> values)
    {
        _settings = new SessionSettings();
        _values = new(StringComparer.Ordinal);
        foreach (var (key, value) in values)
            _values[key] = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>The text under a name, or <c>null</c> when there is none. Setting <c>null</c> takes it away.</summary>
    public string? this[string key]
    {
        get => Values.TryGetValue(key, out var value) ? Encoding.UTF8.GetString(value) : null;
        set
        {
            if (value is null)
                Delete(key);
            else
                Put(key, value);
        }
    }

    /// <summary>Always true: what cannot be read counts as a new session.</summary>
    public bool IsAvailable => true;

    /// <summary>The key of the session on the server; for sessions that live in the cookie the empty text.</summary>
    public string Id
    {
        get
        {
            _ = Values;
            return _settings.Store is CookieSessionStore ? "" : _key ?? "";
        }
    }

    /// <summary>The names that have a value.</summary>
    public IEnumerable<string> Keys => Values.Keys;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => Values.Count == 0;

    internal IReadOnlyDictionary<string, byte[]> All => Values;

    private Dictionary<string, byte[]> Values => _values ??= Load();

    /// <summary>A value as a number, a date or another type that can be read from text. False: there is none, or it is something else.</summary>
    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value)
        where T : IParsable<T>
    {
        value = default;
        return this[key] is { } text && T.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>As above, with a value for the other cases.</summary>
    public T? Get<T>(string key, T? fallback = default)
        where T : IParsable<T> => TryGet<T>(key, out var value) ? value : fallback;

    /// <summary>Sets a text.</summary>
    /// <exception cref="InvalidOperationException">The response has started.</exception>
    public void Put(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Set(key, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Sets a number, a date or another value that can be read from its text again.</summary>
    /// <exception cref="InvalidOperationException">The response has started.</exception>
    public void Put<T>(string key, T value)
        where T : IParsable<T>, IFormattable => Put(key, value.ToString(value is DateTime or DateTimeOffset or DateOnly or TimeOnly ? "o" : null, CultureInfo.InvariantCulture));

    /// <summary>Takes a value away.</summary>
    /// <exception cref="InvalidOperationException">The response has started.</exception>
    public void Delete(string key)
    {
        if (!Values.ContainsKey(key))
            return;
        Touch();
        Values.Remove(key);
    }

    /// <summary>Takes all values away. The session itself stays; see <see cref="Renew"/> and <see cref="Drop"/>.</summary>
    public void Clear()
    {
        if (Values.Count == 0)
            return;
        Touch();
        Values.Clear();
    }

    /// <summary>Gives the session another key, or another cookie: do it at a login, so that a session that was planted is worthless. Source: configure_session(renew: true).</summary>
    public void Renew() => Act(SessionAction.Renew);

    /// <summary>Ends the session: its store forgets it, and the browser its cookie. Source: configure_session(drop: true).</summary>
    public void Drop() => Act(SessionAction.Drop);

    /// <summary>Forgets what this request has changed. Source: configure_session(ignore: true).</summary>
    public void Ignore() => Act(SessionAction.Ignore);

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancellationToken = default) => Read().AsTask();

    /// <summary>Nothing to do: changes go out with the response.</summary>
    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (Values.TryGetValue(key, out var old) && old.AsSpan().SequenceEqual(value))
            return;
        Touch();
        Values[key] = value;
    }

    /// <inheritdoc/>
    public void Remove(string key) => Delete(key);

    /// <summary>Reads it now, for a store that has to wait.</summary>
    internal async ValueTask Read()
    {
        if (_values is not null)
            return;
        if (_conn?.Request.Cookies[_settings.Key] is not { Length: > 0 } cookie)
        {
            _values = new(StringComparer.Ordinal);
            return;
        }

        // What is drawn from a session is nobody else's.
        if (_conn.Features.Get<IOutputCacheFeature>() is { } cached)
            cached.Context.AllowCacheStorage = false;
        var found = await _settings.Store.Get(_conn, cookie).ConfigureAwait(false);
        Take(found);
    }

    /// <summary>Empties it for the rest of this request. Whatever is done to it from then on stays here: the browser keeps the session that it has.</summary>
    internal void Detach()
    {
        Values.Clear();
        _isDetached = true;
    }

    /// <summary>Sends or stores what has changed. Runs before the response starts.</summary>
    internal ValueTask Commit(HttpContext conn) => _isDetached ? default : _action switch
    {
        SessionAction.Ignore => default,
        SessionAction.Drop => DropNow(conn),
        SessionAction.Renew => RenewNow(conn),
        _ => _changed ? Store(conn) : default,
    };

    private Dictionary<string, byte[]> Load()
    {
        var reading = Read();
        if (!reading.IsCompletedSuccessfully)
            reading.AsTask().GetAwaiter().GetResult(); // a store that waits was read by FetchSession already
        return _values!; // Read has set it
    }

    private void Take(StoredSession? found)
    {
        _key = found?.Key;
        _values = found?.Values ?? new(StringComparer.Ordinal);
    }

    private async ValueTask Store(HttpContext conn)
    {
        _key = await _settings.Store.Put(conn, _key, _values!).ConfigureAwait(false); // changed, so read
        conn.PutCookie(_settings.Key, _key, _settings.Cookie);
    }

    private async ValueTask RenewNow(HttpContext conn)
    {
        _ = Values;
        if (_key is { } old)
            await _settings.Store.Delete(conn, old).ConfigureAwait(false);
        _key = null;
        await Store(conn).ConfigureAwait(false);
    }

    private async ValueTask DropNow(HttpContext conn)
    {
        _ = Values;
        if (_key is { } old)
            await _settings.Store.Delete(conn, old).ConfigureAwait(false);
        if (conn.Request.Cookies.ContainsKey(_settings.Key))
            conn.DeleteCookie(_settings.Key, _settings.Cookie);
    }

    private void Act(SessionAction action)
    {
        _state?.Hook(_conn!); // a session with a state has a conn
        _action = action;
    }

    private void Touch()
    {
        if (_changed)
        {
            if (_conn?.Response.HasStarted == true)
                throw new InvalidOperationException("The session cannot change any more: the response has started. Change it before the first byte is written.");
            return;
        }

        _state?.Hook(_conn!); // a session with a state has a conn
        if (_conn?.Response.HasStarted == true)
            throw new InvalidOperationException("The session cannot change any more: the response has started. Change it before the first byte is written.");
        _changed = true;
    }

    private enum SessionAction
    {
        Keep,
        Renew,
        Drop,
        Ignore,
    }
}
