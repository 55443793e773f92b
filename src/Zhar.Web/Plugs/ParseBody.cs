using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Zhar.Web;

/// <summary>How bodies are read. Source: Plug.Parsers.</summary>
public sealed class ParseBodySettings
{
    /// <summary>The most bytes of a form or of JSON. Default 8,000,000.</summary>
    public int MaxBytes { get; set; } = 8_000_000;

    /// <summary>The most bytes of a form with files, all together. Default 8,000,000.</summary>
    public long MaxMultipartBytes { get; set; } = 8_000_000;

    /// <summary>The most files and fields of such a form. Default 1,000.</summary>
    public int MaxParts { get; set; } = 1_000;

    /// <summary>Content types that are left unread for the action to read: <c>text/csv</c>, <c>image/*</c>, <c>*/*</c>. Any other type is answered with 415. Default: none.</summary>
    public IReadOnlyList<string> Pass { get; set; } = [];

    /// <summary>Whether a post of a form may say that it stands for PUT, PATCH or DELETE, by the field <c>_method</c>: forms know only GET and POST. Default true.</summary>
    public bool MethodOverride { get; set; } = true;

    /// <summary>Where uploads are put until the response is over. Default: the system's directory for temporary files.</summary>
    public string UploadDirectory { get; set; } = Path.GetTempPath();

    /// <summary>Makes the file of an upload; another one in tests.</summary>
    internal Func<string, Stream> CreateUploadFile { get; set; } = UploadFile.Create;

    /// <summary>Parsers of other content types; the first one that takes a type reads it.</summary>
    public IList<IBodyParser> Parsers { get; } = [];
}

/// <summary>Reads bodies of a content type. Source: Plug.Parsers behaviour.</summary>
public interface IBodyParser
{
    /// <summary>Whether this reads bodies of that type, such as <c>application/xml</c>.</summary>
    bool Takes(string mediaType);

    /// <summary>Reads the body. What is malformed is a <see cref="BadRequestException"/>.</summary>
    ValueTask<Params> Parse(HttpContext conn, ParseBodySettings settings);
}

/// <summary>Reads the body of a request into its params.</summary>
internal sealed class ParseBody(ParseBodySettings settings, ParamsLimits? limits) : IPlug
{
    /// <summary>What clients of sockets post when they poll; the socket reads it itself, wherever it stands.</summary>
    private const string SocketLines = "application/x-ndjson";

    private readonly ParamsLimits _limits = limits ?? ParamsLimits.Default;

    public ValueTask Call(Conn conn)
    {
        var request = conn.Request;
        var method = request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || request.ContentType is not { Length: > 0 } type || request.ContentLength == 0)
            return default;
        return ConnState.Of(conn).BodyParams is null ? Parse(conn, type) : default;
    }

    private async ValueTask Parse(HttpContext conn, string type)
    {
        if (!MediaTypeHeaderValue.TryParse(type, out var parsed))
            throw new UnsupportedMediaTypeException(type, settings.Pass);
        var media = parsed.MediaType.ToString();
        var state = ConnState.Of(conn);
        if (media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
            state.BodyParams = await BodyReader.Read(conn, settings.MaxBytes, this, static (body, self) => body.IsEmpty ? Params.Empty : Params.FromJson(body, self._limits)).ConfigureAwait(false);
        else if (media.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            state.BodyParams = await BodyReader.Read(conn, settings.MaxBytes, this, static (body, self) => Params.FromQuery(BodyReader.Text(body), self._limits)).ConfigureAwait(false);
        else if (media.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            state.BodyParams = await MultipartForm.Read(conn, parsed, settings, _limits).ConfigureAwait(false);
        else if (settings.Parsers.FirstOrDefault(p => p.Takes(media)) is { } parser)
            state.BodyParams = await parser.Parse(conn, settings).ConfigureAwait(false);
        else if (!media.Equals(SocketLines, StringComparison.OrdinalIgnoreCase) && !settings.Pass.Any(p => Fits(p, media)))
            throw new UnsupportedMediaTypeException(type, settings.Pass);
        else
            return;
        state.Params = null;
        if (settings.MethodOverride)
            Web.MethodOverride.Apply(conn, state);
    }

    private static bool Fits(string pass, string media) => pass == "*/*"
        || (pass.EndsWith("/*", StringComparison.Ordinal) ? media.StartsWith(pass[..^1], StringComparison.OrdinalIgnoreCase) : media.Equals(pass, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A post of a form that stands for another verb. Source: Plug.MethodOverride.</summary>
internal sealed class MethodOverride : IPlug
{
    public ValueTask Call(Conn conn)
    {
        Apply(conn, ConnState.Of(conn));
        return default;
    }

    internal static void Apply(HttpContext conn, ConnState state)
    {
        if (HttpMethods.IsPost(conn.Request.Method) && state.BodyParams?.Raw("_method") is string verb && Known(verb) is { } known)
            conn.Request.Method = known;
    }

    private static string? Known(string verb) => verb.ToUpperInvariant() switch { "PUT" => "PUT", "PATCH" => "PATCH", "DELETE" => "DELETE", _ => null };
}
