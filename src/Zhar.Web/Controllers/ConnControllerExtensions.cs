using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What controllers and their plugs ask of a request, and set on it. Source: Phoenix.Controller.</summary>
public static class ConnControllerExtensions
{
    private static readonly object ViewKey = new();

    extension(HttpContext conn)
    {
        // ---- formats -------------------------------------------------------------------------------------------------

        /// <summary>Chooses the format by the parameter <c>_format</c>, else by the header <c>Accept</c>. Source: Phoenix.Controller.accepts/2.</summary>
        /// <param name="formats">What the routes behind can answer with, the preferred one first.</param>
        /// <exception cref="NotAcceptableException">The request accepts none of them: answered with 406.</exception>
        public HttpContext Accepts(params IReadOnlyList<string> formats)
        {
            ArgumentNullException.ThrowIfNull(formats);
            return conn.PutFormat(Formats.Choose(conn, formats) ?? throw new NotAcceptableException(conn.Request.Headers.Accept.ToString(), formats));
        }

        // ---- views ---------------------------------------------------------------------------------------------------

        /// <summary>Lets another controller's views draw what actions of this request render. Source: Phoenix.Controller.put_view/2.</summary>
        public HttpContext PutView(ViewTable views)
        {
            ArgumentNullException.ThrowIfNull(views);
            return conn.PutPrivate(ViewKey, views);
        }

        /// <summary>As <c>PutView</c>, unless one was set. Source: Phoenix.Controller.put_new_view/2.</summary>
        public HttpContext PutNewView(ViewTable views) => conn.GetPrivate(ViewKey) is null ? conn.PutView(views) : conn;

        internal ViewTable? View => conn.GetPrivate(ViewKey) as ViewTable;

        // ---- where we are --------------------------------------------------------------------------------------------

        /// <summary>The action that the router chose, such as <c>Show</c>, or <c>null</c> outside of one. Source: Phoenix.Controller.action_name/1.</summary>
        public string? ActionName => ConnState.Of(conn).Route?.Action.Name;

        /// <summary>The controller that the router chose, or <c>null</c>. Source: Phoenix.Controller.controller_module/1.</summary>
        public Type? ControllerType => ConnState.Of(conn).Route?.Action.Controller;

        /// <summary>The path of the request with another query; without, with none. Source: Phoenix.Controller.current_path/2.</summary>
        public string CurrentPathWith(PathQuery query) => query.AppendTo(LocalPath.Of(conn.Request));

        /// <summary>The URL of the request with another query.</summary>
        public string CurrentUrlWith(PathQuery query) => conn.Url(conn.CurrentPathWith(query));

        /// <summary>A path as a URL, with scheme, public host and port of the endpoint: for mails and feeds. Source: Phoenix.VerifiedRoutes.url/2.</summary>
        /// <exception cref="ArgumentException">It does not begin with one slash.</exception>
        [SuppressMessage("Design", "CA1055", Justification = "Goes into markup and headers as text.")]
        public string Url(string path) => UrlBase.Of(conn).With(path);

        // ---- params --------------------------------------------------------------------------------------------------

        /// <summary>Turns blank text under a required key into <c>null</c>, at any depth, as a form sends it for fields that were left empty. Source: Phoenix.Controller.scrub_params/2.</summary>
        /// <exception cref="BadRequestException">The key did not come: answered with 400.</exception>
        public HttpContext ScrubParams(string key)
        {
            var raw = conn.Params.Raw(key) ?? throw new BadRequestException($"The parameter '{key}' is missing. Expected a tree of values, such as {key}[name].");
            ConnState.Of(conn).Params = conn.Params.With(key, ScrubParamsPlug.Scrub(raw));
            return conn;
        }
    }
}
