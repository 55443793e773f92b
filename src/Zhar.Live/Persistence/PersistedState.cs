using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Zhar.Live;

/// <summary>Which part of a view's state outlives its process, and where it is meanwhile. A view opts in with <c>Persisted</c>.</summary>
/// <remarks>
/// <code>
/// protected override PersistedState&lt;Assigns&gt;? Persisted =&gt;
///     PersistedState&lt;Assigns&gt;.Sealed(AppJson.Default.Draft, a =&gt; a.Draft, (a, draft) =&gt; a with { Draft = draft });
/// </code>
/// <para>The part goes to the page whenever it is no longer equal to what went there last, and comes back when the page joins again: after a lost connection, a crash of the view, and,
/// with the two kinds that the page keeps, after a restart or on another node. It is put into the state after <c>Mount</c>. It belongs to one view in one page: not to a reload, a
/// second tab, or the next view.</para>
/// <para>A page may give back an older value than the last one. What must not be turned back, such as whether something was paid, belongs into the database.</para>
/// </remarks>
/// <typeparam name="TState">The state of the view.</typeparam>
public abstract class PersistedState<TState>
{
    private protected PersistedState()
    {
    }

    /// <summary>The page keeps it signed: its user can read it and not change it.</summary>
    /// <param name="type">How it is written, from a <c>JsonSerializerContext</c>.</param>
    /// <param name="get">Takes the part out of a state. A record or another value with equality, or it goes to the page after each render.</param>
    /// <param name="put">Puts the part into the state that <c>Mount</c> has made.</param>
    public static PersistedState<TState> Signed<T>(JsonTypeInfo<T> type, Func<TState, T> get, Func<TState, T, TState> put) => new Part<T>(PersistedPlace.Signed, type, get, put);

    /// <summary>The page keeps it encrypted: its user can neither read nor change it.</summary>
    /// <inheritdoc cref="Signed{T}"/>
    public static PersistedState<TState> Sealed<T>(JsonTypeInfo<T> type, Func<TState, T> get, Func<TState, T, TState> put) => new Part<T>(PersistedPlace.Sealed, type, get, put);

    /// <summary>The node keeps it, for <see cref="LiveOptions.KeptTime"/>: for what is large or must not leave the server. It is gone after a restart, and on another node.</summary>
    /// <param name="get">Takes the part out of a state.</param>
    /// <param name="put">Puts the part into the state that <c>Mount</c> has made.</param>
    public static PersistedState<TState> OnServer<T>(Func<TState, T> get, Func<TState, T, TState> put) => new Part<T>(PersistedPlace.Server, null, get, put);

    /// <summary>Puts what was kept into a state.</summary>
    internal abstract TState Restore(LiveSocket socket, TState state);

    /// <summary>Keeps what has changed.</summary>
    internal abstract void Keep(LiveSocket socket, TState state);

    private sealed class Part<T> : PersistedState<TState>
    {
        private readonly PersistedPlace _place;
        private readonly JsonTypeInfo<T>? _type;
        private readonly Func<TState, T> _get;
        private readonly Func<TState, T, TState> _put;
        private T? _last;
        private bool _hasLast;

        internal Part(PersistedPlace place, JsonTypeInfo<T>? type, Func<TState, T> get, Func<TState, T, TState> put)
        {
            ArgumentNullException.ThrowIfNull(get);
            ArgumentNullException.ThrowIfNull(put);
            if (place != PersistedPlace.Server)
                ArgumentNullException.ThrowIfNull(type);
            (_place, _type, _get, _put) = (place, type, get, put);
        }

        internal override TState Restore(LiveSocket socket, TState state)
        {
            if (_place == PersistedPlace.Server)
                return socket.Host.Kept.TryGet<T>(socket.Id, socket.Definition.Name, out var kept) ? _put(state, kept!) : state;
            if (socket.ConnectParams.Raw(PersistedTokens.Param) is not string text)
                return state;
            if (PersistedTokens.Read(socket, _place, text) is not { } json)
            {
                socket.Host.Log.KeptRefused(socket.Definition.Name);
                return state;
            }

            try
            {
                return _put(state, JsonSerializer.Deserialize(json, _type!)!); // has a type, as it is not on the server
            }
            catch (JsonException e)
            {
                // Written by another version of the program.
                socket.Host.Log.KeptUnreadable(e, socket.Definition.Name);
                return state;
            }
        }

        internal override void Keep(LiveSocket socket, TState state)
        {
            var part = _get(state);
            if (_hasLast && EqualityComparer<T>.Default.Equals(part, _last))
                return;
            (_last, _hasLast) = (part, true);
            if (_place == PersistedPlace.Server)
            {
                socket.Host.Kept.Put(socket.Id, socket.Definition.Name, part);
                return;
            }

            var token = PersistedTokens.Make(socket, _place, JsonSerializer.Serialize(part, _type!));
            if (token.Length > PersistedTokens.MaxLength)
                socket.Host.Log.KeptTooLarge(socket.Definition.Name, token.Length, PersistedTokens.MaxLength);
            else
                socket.PushRaw(PersistedTokens.Event, PersistedTokens.Payload(socket.Id, token));
        }
    }
}

/// <summary>Where a part of a state is while no process has it.</summary>
internal enum PersistedPlace
{
    Signed,
    Sealed,
    Server,
}
