using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zhar.Web;

/// <summary>Plugs that an endpoint is made of. Source: Plug, Phoenix.Endpoint.</summary>
public static class EndpointPlugs
{
    extension(PlugBuilder p)
    {
        /// <summary>Gives each request an id: that of the header when a proxy has set one of 20 to 200 plain characters, else a new one. It is in the response, the log, and <c>conn.TraceIdentifier</c>. Source: Plug.RequestId.</summary>
        /// <param name="header">The header.</param>
        public PlugBuilder RequestId(string header = "X-Request-Id")
        {
            HeaderText.Check(header, "");
            return p.Plug(new RequestIds(header));
        }

        /// <summary>Measures each request and writes a line about it. Names: <see cref="WebTelemetry"/>. Source: Plug.Telemetry, Plug.Logger.</summary>
        /// <param name="level">The level of the line.</param>
        public PlugBuilder Telemetry(LogLevel level = LogLevel.Information) => Telemetry(p, level, null);

        /// <summary>As above, with a level that depends on the request, known when it is answered: <c>c => c.Request.Path == "/health" ? LogLevel.None : LogLevel.Information</c>. Source: Plug.Telemetry, <c>log</c>.</summary>
        /// <param name="level">Gives the level; <see cref="LogLevel.None"/> for no line.</param>
        public PlugBuilder Telemetry(Func<Conn, LogLevel> level)
        {
            ArgumentNullException.ThrowIfNull(level);
            return Telemetry(p, LogLevel.Trace, level);
        }

        /// <summary>Reads forms, forms with files, and JSON into the params of the request. Source: Plug.Parsers.</summary>
        public PlugBuilder ParseBody(Action<ParseBodySettings>? configure = null)
        {
            var settings = new ParseBodySettings();
            configure?.Invoke(settings);
            return p.Plug(new ParseBody(settings, p.Endpoint.Options.ParamsLimits));
        }

        /// <summary>Lets a post of a form stand for PUT, PATCH or DELETE by its field <c>_method</c>. <c>ParseBody</c> does this already unless it was told not to. Source: Plug.MethodOverride.</summary>
        public PlugBuilder MethodOverride() => p.Plug(new MethodOverride());

        /// <summary>Treats HEAD as GET; the server leaves the body out. Routes for GET take HEAD anyway: this is for plugs. Source: Plug.Head.</summary>
        public PlugBuilder Head() => p.Plug(static conn =>
        {
            if (HttpMethods.IsHead(conn.Request.Method))
                conn.Request.Method = HttpMethods.Get;
        });

        /// <summary>Chooses the format of the response from those that are named, by the parameter <c>_format</c> or the header <c>Accept</c>; the first one when the client takes any. Refuses with 406. Source: Phoenix.Controller.accepts/2.</summary>
        /// <param name="formats">Formats such as <c>html</c> and <c>json</c>, or media types.</param>
        /// <exception cref="ArgumentException">A format is not known.</exception>
        public PlugBuilder Accepts(params string[] formats) => p.Plug(new Accepts(formats));

        /// <summary>Compresses responses of text for clients that take it. Static files come compressed anyway, when their compressed copies are there.</summary>
        /// <remarks>Compression of a page that holds a secret beside what an attacker chose gives the secret away bit by bit; tokens of forms are masked against that.</remarks>
        public PlugBuilder Compress() => p.Use(static app => app.UseResponseCompression());

        /// <summary>Sets what goes around all pages. Source: Phoenix.Controller.put_root_layout/2.</summary>
        public PlugBuilder PutRootLayout(Layout layout)
        {
            ArgumentNullException.ThrowIfNull(layout);
            return p.Plug(conn => ConnState.Of(conn).Layouts.Root = layout);
        }

        /// <summary>Sets what goes around pages inside of the root layout. Source: Phoenix.Controller.put_layout/2.</summary>
        public PlugBuilder PutLayout(Layout layout)
        {
            ArgumentNullException.ThrowIfNull(layout);
            return p.Plug(conn => ConnState.Of(conn).Layouts.Inner = layout);
        }
    }

    private static PlugBuilder Telemetry(PlugBuilder p, LogLevel level, Func<Conn, LogLevel>? levelOf)
    {
        var log = new EndpointLog((p.Services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Zhar.Web.Requests"));
        return p.Use(next => new TelemetryPlug(log, next, level, levelOf).Invoke);
    }
}
