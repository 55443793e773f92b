using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The requests of long-polling clients. The HTTP status is 200; the true one is in the body, where the client looks. Source: Phoenix.Transports.LongPoll.</summary>
internal static class LongPollRequests
{
    private const string Salt = "longpoll session";
    private const string TokenHeader = "x-phoenix-longpoll-token";
    private const string AuthTokenHeader = "x-phoenix-authtoken";
    private const int MaxLines = 100;
    private const int MaxHeaderList = 1000;
    private static readonly SearchValues<char> HeaderNameChars = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"); // RFC 9110 §5.6.2
    private static readonly TimeSpan TokenAge = TimeSpan.FromDays(14);

    internal static async Task Handle(HttpContext http, SocketHost host)
    {
        var response = http.Response;
        response.Headers.AccessControlAllowOrigin = "*";
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            response.Headers.AccessControlAllowHeaders = HeaderNames(http.Request.Headers.AccessControlRequestHeaders.ToString());
            response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
            response.Headers.AccessControlMaxAge = "86400";
            return;
        }

        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsPost(http.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, POST, OPTIONS";
            return;
        }

        if (!SocketRequests.OriginAllowed(http, host))
        {
            await Answer(http, 403).ConfigureAwait(false);
            return;
        }

        if (SocketRequests.ReadParams(http) is not { } p)
        {
            await Answer(http, 400).ConfigureAwait(false);
            return;
        }

        var session = Find(http, host);
        if (HttpMethods.IsPost(http.Request.Method))
            await Post(http, host, session).ConfigureAwait(false);
        else if (session is not null)
            await Poll(http, session).ConfigureAwait(false);
        else
            await Open(http, host, p).ConfigureAwait(false);
    }

    private static async Task Open(HttpContext http, SocketHost host, Params p)
    {
        if (!SocketRequests.TryVersion(p, host, out var serializer))
        {
            await Answer(http, 403).ConfigureAwait(false);
            return;
        }

        if (host.IsFull)
        {
            host.Log.TooManyConnections(host.Name, host.Options.MaxConnections);
            await Answer(http, 503).ConfigureAwait(false);
            return;
        }

        var token = http.Request.Headers[AuthTokenHeader];
        var info = ConnectInfo.From(http, "longpoll", token.Count > 0 ? token.ToString() : null, await SocketRequests.Session(http, host, p).ConfigureAwait(false));
        var answer = await host.Connect(p, info).ConfigureAwait(false);
        if (answer is not Accepted accepted)
        {
            await Answer(http, answer is Refused refused ? refused.Status : StatusCodes.Status403Forbidden).ConfigureAwait(false);
            return;
        }

        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var socket = await host.Open(accepted, h => new LongPollTransport(id, h), serializer).ConfigureAwait(false);
        var session = (LongPollTransport)socket.Transport;
        session.Socket = socket;
        host.AddSession(session);
        await Answer(http, 410, Token.Sign(SocketRequests.Keys(http, host), Salt, id), []).ConfigureAwait(false);
    }

    private static async Task Poll(HttpContext http, LongPollTransport session)
    {
        var messages = await session.Poll(http.RequestAborted).ConfigureAwait(false);
        if (messages.Count > 0 || !session.IsClosed)
            await Answer(http, messages.Count > 0 ? 200 : 204, SentToken(http), messages).ConfigureAwait(false);
        else
            await Answer(http, 410).ConfigureAwait(false);
    }

    private static async Task Post(HttpContext http, SocketHost host, LongPollTransport? session)
    {
        if (session is null)
        {
            await Answer(http, 410).ConfigureAwait(false);
            return;
        }

        var held = new HeldBytes(session);
        try
        {
            if (!held.Begin() || await ReadBody(http, held).ConfigureAwait(false) is not { } body)
                await Answer(http, 413).ConfigureAwait(false);
            else if (Frames(body, host.Options.MaxFrameBytes, session.Socket.Serializer is not null) is not { } frames)
                await Answer(http, 400).ConfigureAwait(false);
            else
                await Answer(http, await session.Post(frames).ConfigureAwait(false) ? 200 : 410).ConfigureAwait(false);
        }
        finally
        {
            held.Release();
        }
    }

    /// <summary>The names of headers in a list that came from outside, as far as they are names.</summary>
    private static string HeaderNames(string list) => list.Length > MaxHeaderList ? "" : string.Join(", ", list
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(static name => name.AsSpan().IndexOfAnyExcept(HeaderNameChars) < 0));

    /// <summary>The frames of a body, one a line; <c>null</c> when they are too many, too long, or not base64.</summary>
    private static List<(byte[] Frame, bool IsBinary)>? Frames(ReadOnlySpan<byte> body, int maxBytes, bool mayBeObjects)
    {
        var frames = new List<(byte[], bool)>();
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \r\t"u8);
            if (line.IsEmpty)
                continue;
            if (frames.Count == MaxLines || Decode(line, maxBytes, mayBeObjects) is not { } frame)
                return null;
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>A line that begins like an array, or in other formats like an object, is a text frame; any other is the base64 of a binary one. Text that is not UTF-8 is none.</summary>
    private static (byte[] Frame, bool IsBinary)? Decode(ReadOnlySpan<byte> line, int maxBytes, bool mayBeObjects)
    {
        if (line[0] == (byte)'[' || (mayBeObjects && line[0] == (byte)'{'))
            return line.Length <= maxBytes && System.Text.Unicode.Utf8.IsValid(line) ? (line.ToArray(), false) : null;
        var bytes = new byte[System.Buffers.Text.Base64.GetMaxDecodedFromUtf8Length(line.Length)];
        return System.Buffers.Text.Base64.DecodeFromUtf8(line, bytes, out _, out var written) == OperationStatus.Done && written <= maxBytes
            ? (bytes[..written], true)
            : null;
    }

    /// <summary>The body, or <c>null</c>: with it the session's posts that are not handled yet would be too much.</summary>
    private static async Task<byte[]?> ReadBody(HttpContext http, HeldBytes held)
    {
        if (http.Request.ContentLength > LongPollTransport.MaxPostedBytes)
            return null;
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted).ConfigureAwait(false)) > 0)
            {
                if (!held.Add(read))
                    return null;
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
        catch (IOException e)
        {
            throw BodyReader.Broken(http, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // An application's own parameter may be called token too. The client puts that of the session behind it, so the last one counts.
    private static string? SentToken(HttpContext http) => http.Request.Query["token"] is { Count: > 0 } tokens ? tokens[^1]
        : http.Request.Headers[TokenHeader] is { Count: 1 } header ? header.ToString()
        : null;

    private static LongPollTransport? Find(HttpContext http, SocketHost host)
    {
        return SentToken(http) is { } token && Token.Verify(SocketRequests.Keys(http, host), Salt, token, TokenAge) is ValidToken<string> valid ? host.FindSession(valid.Data) : null;
    }

    private static async Task Answer(HttpContext http, int status, string? token = null, IReadOnlyList<string>? messages = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("status"u8, status);
            if (token is not null)
            {
                writer.WriteString("token"u8, token);
                writer.WriteStartArray("messages"u8);
                foreach (var message in messages ?? [])
                    writer.WriteStringValue(message);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = buffer.WrittenCount;
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>What one post holds of the bytes that a session may have under way.</summary>
    private sealed class HeldBytes(LongPollTransport session)
    {
        private bool _counted;
        private int _bytes;

        internal bool Begin() => _counted = session.BeginPost();

        internal bool Add(int bytes)
        {
            if (!session.HoldPosted(bytes))
                return false;
            _bytes += bytes;
            return true;
        }

        internal void Release()
        {
            if (_counted)
                session.EndPost(_bytes);
        }
    }
}
