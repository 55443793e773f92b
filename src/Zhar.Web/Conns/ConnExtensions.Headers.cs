using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Headers of the request and the response, checked. Source: Plug.Conn.</summary>
public static partial class ConnExtensions
{
    extension(HttpContext conn)
    {
        /// <summary>The values of a header of the request; none when it is absent. Names are compared without case.</summary>
        public IReadOnlyList<string> GetRequestHeader(string name) => [.. conn.Request.Headers[name].OfType<string>()];

        /// <summary>The values of a header of the response.</summary>
        public IReadOnlyList<string> GetResponseHeader(string name) => [.. conn.Response.Headers[name].OfType<string>()];

        /// <summary>Sets a header of the response, in place of what it had. Source: Plug.Conn.put_resp_header/3.</summary>
        /// <exception cref="InvalidHeaderException">The name is no token, or the value holds a line break or a NUL: it would end the header and begin another one.</exception>
        public HttpContext PutHeader(string name, string value)
        {
            HeaderText.Check(name, value);
            conn.Response.Headers[name] = value;
            return conn;
        }

        /// <summary>Adds a value to a header of the response, as a line of its own. Source: Plug.Conn.prepend_resp_headers/2.</summary>
        /// <exception cref="InvalidHeaderException">As for <c>PutHeader</c>.</exception>
        public HttpContext AddHeader(string name, string value)
        {
            HeaderText.Check(name, value);
            conn.Response.Headers.Append(name, value);
            return conn;
        }

        /// <summary>Sets several headers of the response.</summary>
        /// <exception cref="InvalidHeaderException">As for <c>PutHeader</c>.</exception>
        public HttpContext MergeHeaders(params ReadOnlySpan<(string Name, string Value)> headers)
        {
            foreach (var (name, value) in headers)
                conn.PutHeader(name, value);
            return conn;
        }

        /// <summary>Changes a header of the response, or sets it to <paramref name="initial"/> where it is absent. Source: Plug.Conn.update_resp_header/4.</summary>
        /// <exception cref="InvalidHeaderException">As for <c>PutHeader</c>.</exception>
        public HttpContext UpdateHeader(string name, string initial, Func<string, string> change)
        {
            ArgumentNullException.ThrowIfNull(change);
            return conn.PutHeader(name, conn.Response.Headers.TryGetValue(name, out var value) ? change(value.ToString()) : initial);
        }

        /// <summary>Takes a header of the response away.</summary>
        public HttpContext DeleteHeader(string name)
        {
            conn.Response.Headers.Remove(name);
            return conn;
        }

        /// <summary>Sets a header of the request, for the plugs behind this one.</summary>
        /// <exception cref="InvalidHeaderException">As for <c>PutHeader</c>.</exception>
        public HttpContext PutRequestHeader(string name, string value)
        {
            HeaderText.Check(name, value);
            conn.Request.Headers[name] = value;
            return conn;
        }

        /// <summary>Sets several headers of the request. Source: Plug.Conn.merge_req_headers/2.</summary>
        /// <exception cref="InvalidHeaderException">As for <c>PutHeader</c>.</exception>
        public HttpContext MergeRequestHeaders(params ReadOnlySpan<(string Name, string Value)> headers)
        {
            foreach (var (name, value) in headers)
                conn.PutRequestHeader(name, value);
            return conn;
        }

        /// <summary>Changes a header of the request, or sets it to <paramref name="initial"/> where it is absent. Source: Plug.Conn.update_req_header/4.</summary>
        /// <exception cref="InvalidHeaderException">As for <c>PutHeader</c>.</exception>
        public HttpContext UpdateRequestHeader(string name, string initial, Func<string, string> change)
        {
            ArgumentNullException.ThrowIfNull(change);
            return conn.PutRequestHeader(name, conn.Request.Headers.TryGetValue(name, out var value) ? change(value.ToString()) : initial);
        }

        /// <summary>Takes a header of the request away.</summary>
        public HttpContext DeleteRequestHeader(string name)
        {
            conn.Request.Headers.Remove(name);
            return conn;
        }

        /// <summary>Runs before the response starts, with its status and headers still open; of several the last one added runs first. Source: Plug.Conn.register_before_send/2.</summary>
        /// <exception cref="InvalidOperationException">The response has started.</exception>
        public HttpContext BeforeSend(Func<HttpContext, ValueTask> callback)
        {
            ArgumentNullException.ThrowIfNull(callback);
            ConnState.Of(conn).AddBeforeSend(conn, callback);
            return conn;
        }
    }
}
