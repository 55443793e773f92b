using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The format of the response and what goes around its pages. Source: Phoenix.Controller.</summary>
public static partial class ConnExtensions
{
    extension(HttpContext conn)
    {
        /// <summary>The format that was negotiated or set: <c>html</c>, <c>json</c>; <c>null</c> when no <c>Accepts</c> stands in front. Source: Phoenix.Controller.get_format/1.</summary>
        public string? Format => ConnState.Of(conn).Format;

        /// <summary>Sets the format of the response, whatever was asked for.</summary>
        public HttpContext PutFormat(string format)
        {
            ArgumentException.ThrowIfNullOrEmpty(format);
            ConnState.Of(conn).Format = format;
            return conn;
        }

        /// <summary>What goes around all pages, with <c>html</c> and <c>head</c>; <c>null</c> for none.</summary>
        public Layout? RootLayout => ConnState.Of(conn).Layouts.Root;

        /// <summary>What goes around pages inside of the root layout; <c>null</c> for none.</summary>
        public Layout? InnerLayout => ConnState.Of(conn).Layouts.Inner;

        /// <summary>Sets what goes around all pages; <c>null</c> takes it away. Source: Phoenix.Controller.put_root_layout/2.</summary>
        public HttpContext PutRootLayout(Layout? layout)
        {
            ConnState.Of(conn).Layouts.Root = layout;
            return conn;
        }

        /// <summary>Sets what goes around pages inside of the root layout; <c>null</c> takes it away. Source: Phoenix.Controller.put_layout/2.</summary>
        public HttpContext PutLayout(Layout? layout)
        {
            ConnState.Of(conn).Layouts.Inner = layout;
            return conn;
        }

        /// <summary>As <c>PutLayout</c>, unless there is one already. Source: Phoenix.Controller.put_new_layout/2.</summary>
        public HttpContext PutNewLayout(Layout layout)
        {
            ConnState.Of(conn).Layouts.Inner ??= layout;
            return conn;
        }

        /// <summary>The path of the request with its query, for a link back here. It never leads to another site. Source: Phoenix.Controller.current_path/1.</summary>
        public string CurrentPath => LocalPath.Of(conn.Request) + conn.Request.QueryString.ToUriComponent();

        /// <summary>The URL of the request as the outside knows it. Source: Phoenix.Controller.current_url/1.</summary>
        public string CurrentUrl => (ConnState.Of(conn).Endpoint is { Options.PublicHost: not null } endpoint ? endpoint.Url : $"{conn.Request.Scheme}://{conn.Request.Host}") + conn.CurrentPath;

        /// <summary>The fingerprinted path of a static file, which browsers may keep for ever: <c>/assets/app.css</c> becomes <c>/assets/app-3f2a….css</c>.</summary>
        public string StaticPath(string path) => ConnState.Of(conn).Endpoint?.StaticPath(path) ?? path;

        /// <summary>The URL of a static file: its fingerprinted path behind <see cref="EndpointOptions.StaticUrl"/>, or behind the host of the pages. Source: Phoenix.VerifiedRoutes.static_url/2.</summary>
        /// <exception cref="ArgumentException">It is no path of this site.</exception>
        public string StaticUrl(string path)
        {
            LocalPath.Check(path);
            var endpoint = ConnState.Of(conn).Endpoint ?? throw NoEndpoint();
            return endpoint.Options.StaticUrl is { } host ? host + endpoint.StaticPath(path) : endpoint.Url + endpoint.StaticPath(path);
        }

        /// <summary>The hash of a static file for the attribute <c>integrity</c>, or <c>null</c> when it is not known.</summary>
        public string? StaticIntegrity(string path) => ConnState.Of(conn).Endpoint?.StaticIntegrity(path);
    }
}
