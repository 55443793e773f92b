using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Turns what went wrong into a response: the debug page in development, a plain one elsewhere.</summary>
internal static class Errors
{
    internal static async Task Answer(HttpContext conn, EndpointRuntime endpoint, Exception exception)
    {
        var request = conn.Request;
        var (path, id) = (LoggedPath.Of(conn), conn.TraceIdentifier);

        ConnState.Of(conn).Error = exception;

        // The client has gone; there is nobody to answer, and nothing that is the program's fault.
        if (IsClientGone(conn, exception))
        {
            endpoint.Log.ClientGone(exception, request.Method, path, id);
            if (!conn.Response.HasStarted)
                conn.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            conn.Abort(); // else the server would try to read the rest of the body
            return;
        }

        // What was written but not sent yet cannot be taken back either: an error page would stand behind a part of another body.
        if (conn.Response.HasStarted || HasWritten(conn))
        {
            endpoint.Log.FailedLate(exception, request.Method, path, id);
            conn.Abort();
            return;
        }

        var status = StatusOf(exception);
        if (status >= 500)
            endpoint.Log.Failed(exception, request.Method, path, status, id);
        else
            endpoint.Log.Refused(request.Method, path, status, LogText.OfMessage(exception), id);
        WebTelemetry.ErrorsRendered.Add(1, new KeyValuePair<string, object?>("http.response.status_code", status), new("error.type", exception.GetType().FullName));
        try
        {
            await Render(conn, endpoint, new ErrorInfo(status, StatusNames.Reason(status), id, exception)).ConfigureAwait(false);
        }
        catch (Exception e) when (!conn.Response.HasStarted)
        {
            endpoint.Log.ErrorPageFailed(e, request.Method, path, id);
            Reset(conn, status);
        }
    }

    /// <summary>Whether the connection has ended under the request: by a reset while the body was read, or by what waits for <c>RequestAborted</c>.</summary>
    private static bool IsClientGone(HttpContext conn, Exception exception) => exception switch
    {
        ConnectionResetException or ConnectionAbortedException => true,
        OperationCanceledException => conn.RequestAborted.IsCancellationRequested,
        IOException { InnerException: ConnectionResetException or ConnectionAbortedException } => true,
        _ => false,
    };

    /// <summary>Writes a tree that no JSON context has to know.</summary>
    private static PayloadJson PlainTree { get; } = new(new System.Text.Json.JsonSerializerOptions());

    private static bool HasWritten(HttpContext conn) => conn.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 };

    /// <summary>The status for an exception. Source: Plug.Exception.</summary>
    internal static int StatusOf(Exception exception) => exception switch
    {
        IHttpStatus { StatusCode: >= 400 and <= 599 } own => own.StatusCode,
        BadHttpRequestException { StatusCode: >= 400 and <= 599 } bad => bad.StatusCode,
        ParamsException => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static async Task Render(HttpContext conn, EndpointRuntime endpoint, ErrorInfo error)
    {
        var kind = Kind(conn);
        var debug = endpoint.Options.DebugErrors ? DebugReport.Make(conn, endpoint, error) : null;
        var page = kind == ErrorFormat.Html && debug is null ? Custom(conn, endpoint, error, static (e, c, i) => e.CallRenderError(c, i) is { IsEmpty: false } html ? html.ToString() : null) : null;
        var json = kind == ErrorFormat.Json && debug is null ? Custom(conn, endpoint, error, static (e, c, i) => e.CallRenderErrorJson(c, i) is { Count: > 0 } tree ? PlainTree.Encode(tree) : null) : null;
        Reset(conn, error.Status);
        if (page is not null)
            await conn.SendHtml(page).ConfigureAwait(false);
        else if (json is not null)
            await conn.SendBytes(json.Bytes, "application/json").ConfigureAwait(false);
        else if (kind == ErrorFormat.Html)
        {
            conn.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
            await conn.SendHtml(debug is not null ? DebugPage.Render(debug) : ErrorPages.Html(error)).ConfigureAwait(false);
        }
        else if (kind == ErrorFormat.Json)
            await conn.SendBytes(ErrorPages.Json(error, debug), "application/problem+json").ConfigureAwait(false);
        else
            await conn.SendText(debug is not null ? DebugText.Render(debug) : ErrorPages.Text(error)).ConfigureAwait(false);
    }

    /// <summary>What the application makes of an error; <c>null</c> for what everybody gets, also when making it fails.</summary>
    private static T? Custom<T>(HttpContext conn, EndpointRuntime endpoint, ErrorInfo error, Func<EndpointBase, HttpContext, ErrorInfo, T?> render)
        where T : class
    {
        try
        {
            return render(endpoint.Endpoint, conn, error);
        }
        catch (Exception e)
        {
            endpoint.Log.ErrorPageFailed(e, conn.Request.Method, LoggedPath.Of(conn), error.RequestId);
            return null;
        }
    }

    /// <summary>Takes back what the request has put so far: its headers, its session and its flash go with it. The id of the request stays.</summary>
    private static void Reset(HttpContext conn, int status)
    {
        var state = ConnState.Of(conn);
        (state.Session, state.Flash) = (null, null);
        var id = conn.Response.Headers["X-Request-Id"];
        conn.Response.Clear();
        if (id.Count > 0)
            conn.Response.Headers["X-Request-Id"] = id;
        conn.Response.Headers.CacheControl = "no-store";
        conn.Response.Headers.XContentTypeOptions = "nosniff";
        conn.Response.StatusCode = status;
    }

    private static ErrorFormat Kind(HttpContext conn)
    {
        var state = ConnState.Of(conn);
        if (state.Format is { } format && format is "html" or "json")
            return format == "html" ? ErrorFormat.Html : ErrorFormat.Json;
        var accept = conn.Request.Headers.Accept.ToString();
        if (accept.Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return ErrorFormat.Html;
        if (accept.Contains("json", StringComparison.OrdinalIgnoreCase))
            return ErrorFormat.Json;
        return accept is "" or "*/*" && conn.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true ? ErrorFormat.Json : ErrorFormat.Text;
    }

    private enum ErrorFormat
    {
        Html,
        Json,
        Text,
    }
}
