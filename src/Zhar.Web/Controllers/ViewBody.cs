using System.ComponentModel;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What a view has drawn, to be written in its format.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ViewBody
{
    private protected ViewBody()
    {
    }

    /// <summary>Markup; the layouts go around it.</summary>
    public static ViewBody Html(Html html) => new HtmlBody(html);

    /// <summary>Data that is written as JSON.</summary>
    public static ViewBody Json<T>(T value) => new JsonBody<T>(value);

    /// <summary>Text of a format of the application's own, as it is.</summary>
    public static ViewBody Text(string text) => new ResultBody(format => new TextResult(text, Formats.MediaType(format) + "; charset=utf-8", null));

    /// <summary>Bytes of a format of the application's own.</summary>
    public static ViewBody Bytes(byte[] bytes) => new ResultBody(format => new BytesResult(bytes, Formats.MediaType(format)));

    /// <summary>A result that writes itself.</summary>
    public static ViewBody Result(IResult result) => new ResultBody(_ => result);

    internal abstract Task Write(HttpContext conn, string format, int? status, Controller controller);

    private sealed class HtmlBody(Html html) : ViewBody
    {
        internal override Task Write(HttpContext conn, string format, int? status, Controller controller) => HtmlPage.Write(conn, html, status, withLayouts: true, Formats.MediaType(format) + "; charset=utf-8");
    }

    private sealed class JsonBody<T>(T value) : ViewBody
    {
        internal override Task Write(HttpContext conn, string format, int? status, Controller controller) =>
            new JsonResult<T>(value, controller.Contexts, status, Formats.MediaType(format)).ExecuteAsync(conn);
    }

    private sealed class ResultBody(Func<string, IResult> result) : ViewBody
    {
        internal override Task Write(HttpContext conn, string format, int? status, Controller controller)
        {
            if (status is { } code)
                conn.Response.StatusCode = code;
            return result(format).ExecuteAsync(conn);
        }
    }
}
