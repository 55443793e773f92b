using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What <c>Render</c> returns: the view is drawn, in the format that suits the request, when the result is written.</summary>
public sealed class ViewResult : IResult, IStatusCodeHttpResult
{
    private readonly Controller _controller;
    private readonly string _view;
    private readonly ViewArguments _arguments;
    private readonly int? _status;

    internal ViewResult(Controller controller, string view, in ViewArguments arguments, int? status = null)
    {
        _controller = controller;
        _view = view;
        _arguments = arguments;
        _status = status;
    }

    /// <summary>The view: <c>Show</c>.</summary>
    public string View => _view;

    /// <summary>The status of the response, or <c>null</c>: as it is, mostly 200.</summary>
    public int? StatusCode => _status;

    /// <summary>The same with a status: <c>Render(New, changeset).Status(422)</c> for a form with errors.</summary>
    /// <param name="status">100 to 999.</param>
    public ViewResult Status(int status) =>
        status is >= 100 and <= 999 ? new(_controller, _view, _arguments, status) : throw new ArgumentOutOfRangeException(nameof(status), status, "A status is between 100 and 999.");

    /// <inheritdoc/>
    /// <exception cref="NotAcceptableException">The view is not there in a format that the request accepts: answered with 406.</exception>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var views = httpContext.View ?? _controller.Views;
        var formats = views.Formats(_view, _arguments.Count);
        var format = httpContext.Format ?? Formats.Choose(httpContext, formats);
        if (formats.Count > 0 && (format is null || !formats.Contains(format)))
            throw new NotAcceptableException(httpContext.Format ?? httpContext.Request.Headers.Accept.ToString(), [.. formats.Select(Formats.MediaType)]);

        if (formats.Count > 1)
            httpContext.Response.Headers.Append("Vary", "Accept");
        return ControllerTelemetry.IsWatched
            ? ControllerTelemetry.Watch(httpContext, views, this, format ?? "html")
            : Draw(httpContext, views, format ?? "html");
    }

    /// <summary>Draws the view and writes it.</summary>
    internal Task Draw(HttpContext conn, ViewTable views, string format) => views.Draw(conn, _view, format, _arguments).Write(conn, format, _status, _controller);
}
