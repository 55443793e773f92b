using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Zhar.Web;

/// <summary>Chooses the format of the response by what the client accepts.</summary>
internal sealed class Accepts : IPlug
{
    private const string FormatParam = "_format";

    private readonly string[] _formats;
    private readonly string[][] _types;

    internal Accepts(string[] formats)
    {
        if (formats.Length == 0)
            throw new ArgumentException("Accepts names at least one format: p.Accepts(\"html\", \"json\").", nameof(formats));
        _formats = formats;
        _types = [.. formats.Select(static f => f.Contains('/', StringComparison.Ordinal) ? [f] : MimeTypes.Of(f))];
    }

    public ValueTask Call(Conn conn)
    {
        var state = ConnState.Of(conn);
        state.Format = Wanted(conn, state) is { } wanted ? Find(wanted) ?? throw new NotAcceptableException(wanted, _formats) : Negotiate(conn.Request.Headers.Accept);
        return default;
    }

    /// <summary>The parameter <c>_format</c>, which counts for more than the header.</summary>
    private static string? Wanted(HttpContext conn, ConnState state)
    {
        if (state.Route is { } route && Array.IndexOf(route.Pattern.Names, FormatParam) is >= 0 and var i && state.PathValues is { } values)
            return values[i];
        if (state.BodyParams?.Raw(FormatParam) is string sent)
            return sent;
        return conn.Request.QueryString.Value?.Contains(FormatParam, StringComparison.Ordinal) == true ? conn.QueryParams.Raw(FormatParam) as string : null;
    }

    private string? Find(string format) => Array.IndexOf(_formats, format) is >= 0 and var i ? _formats[i] : null;

    private string Negotiate(StringValues header)
    {
        // Most clients say one of these, or nothing.
        if (header.Count == 0)
            return _formats[0];
        if (header.Count == 1 && (header[0] is null or "" or "*/*" || header[0] == _types[0][0] || header[0]!.StartsWith(_types[0][0] + ",", StringComparison.Ordinal)))
            return _formats[0];
        if (!MediaTypeHeaderValue.TryParseList(header!, out var accepted))
            throw new NotAcceptableException(header.ToString(), _formats);
        foreach (var one in accepted.Where(static a => a.Quality is null or > 0).OrderByDescending(static a => a.Quality ?? 1))
        {
            for (var i = 0; i < _types.Length; i++)
            {
                // A range such as text/* means a format's own type, not the others that stand for it too.
                if (one.MatchesAllTypes || (one.MatchesAllSubTypes ? Fits(one, _types[i][0]) : _types[i].Any(type => Fits(one, type))))
                    return _formats[i];
            }
        }

        throw new NotAcceptableException(header.ToString(), _formats);
    }

    private static bool Fits(MediaTypeHeaderValue accepted, string type) =>
        accepted.MatchesAllSubTypes ? type.AsSpan(0, type.IndexOf('/')).Equals(accepted.Type, StringComparison.OrdinalIgnoreCase) : accepted.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
}

/// <summary>None of the formats of a pipeline is what the client accepts: answered with 406. Source: Phoenix.NotAcceptableError.</summary>
public sealed class NotAcceptableException : Exception, IHttpStatus
{
    internal NotAcceptableException(string wanted, IReadOnlyList<string> formats)
        : base($"the client accepts \"{(wanted.Length <= 200 ? wanted : wanted[..200] + "…")}\", and this is served as {string.Join(", ", formats)}") => Formats = formats;

    /// <summary>What there is.</summary>
    public IReadOnlyList<string> Formats { get; }

    /// <inheritdoc/>
    public int StatusCode => 406;
}
