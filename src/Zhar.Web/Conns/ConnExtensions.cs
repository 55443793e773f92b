using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What a <c>Conn</c>, ASP.NET Core's <see cref="HttpContext"/>, has more in Zhar: params, assigns, halt. Source: Plug.Conn.</summary>
public static partial class ConnExtensions
{
    extension(HttpContext conn)
    {
        // ---- params --------------------------------------------------------------------------------------------------

        /// <summary>The parameters of the query, the body and the path together; of the same key the path wins over the body, the body over the query.</summary>
        /// <exception cref="ParamsException">The query is malformed or over the limits: answered with 400.</exception>
        public Params Params => ConnParams.All(conn);

        /// <summary>The parameters of the query string.</summary>
        /// <exception cref="ParamsException">It is malformed or over the limits: answered with 400.</exception>
        public Params QueryParams => ConnParams.Query(conn);

        /// <summary>The parameters of the body; empty when no <c>ParseBody</c> stands in front.</summary>
        public Params BodyParams => ConnState.Of(conn).BodyParams ?? Params.Empty;

        /// <summary>The parameters of the path, by the names of the route: <c>id</c> for <c>/users/:id</c>.</summary>
        public Params PathParams => ConnParams.Path(conn);

        /// <summary>One parameter of the path as text, or <c>null</c> when the route has none of that name. Cheaper than all of them as <c>PathParams</c>.</summary>
        public string? PathParam(string name)
        {
            var state = ConnState.Of(conn);
            return state.PathValues is { } values && state.Route is { } route && Array.IndexOf(route.Pattern.Names, name) is >= 0 and var i ? values[i] : null;
        }

        // ---- assigns -------------------------------------------------------------------------------------------------

        /// <summary>Values for those behind this plug and for templates.</summary>
        public Assigns Assigns => ConnState.Of(conn).Assigns ??= new Assigns();

        /// <summary>Sets an assign.</summary>
        public HttpContext Assign(string key, object? value)
        {
            ArgumentNullException.ThrowIfNull(key);
            conn.Assigns[key] = value;
            return conn;
        }

        /// <summary>Sets a typed assign.</summary>
        public HttpContext Assign<T>(AssignKey<T> key, T value) => conn.Assign(key.Name, (object?)value);

        /// <summary>A typed assign.</summary>
        /// <exception cref="InvalidOperationException">It is not set.</exception>
        public T Get<T>(AssignKey<T> key) => conn.Assigns.Get<T>(key.Name);

        /// <summary>A typed assign. False: it is not set.</summary>
        public bool TryGet<T>(AssignKey<T> key, [MaybeNullWhen(false)] out T value)
        {
            value = default;
            return ConnState.Of(conn).Assigns is { } assigns && assigns.TryGet(key.Name, out value);
        }

        /// <summary>A value of a library: like an assign, out of sight of templates. Give a key of your own type. Source: Plug.Conn.put_private/3.</summary>
        public HttpContext PutPrivate(object key, object? value)
        {
            ArgumentNullException.ThrowIfNull(key);
            (ConnState.Of(conn).Private ??= [])[key] = value;
            return conn;
        }

        /// <summary>A value that <c>PutPrivate</c> has set, or <c>null</c>.</summary>
        public object? GetPrivate(object key) => ConnState.Of(conn).Private?.GetValueOrDefault(key);

        // ---- halt ----------------------------------------------------------------------------------------------------

        /// <summary>Whether a plug has ended the pipeline.</summary>
        public bool Halted => ConnState.Of(conn).IsHalted;

        /// <summary>Ends the pipeline: no plug behind this one runs. Source: Plug.Conn.halt/1.</summary>
        public HttpContext Halt()
        {
            ConnState.Of(conn).IsHalted = true;
            return conn;
        }
    }
}
