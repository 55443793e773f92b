using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Reads a whole body, up to a limit.</summary>
internal static class BodyReader
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    internal delegate T Take<out T, in TState>(ReadOnlySpan<byte> body, TState state);

    /// <exception cref="RequestTooLargeException">It is longer than <paramref name="maxBytes"/>.</exception>
    internal static async ValueTask<T> Read<T, TState>(HttpContext conn, int maxBytes, TState state, Take<T, TState> take)
    {
        if (conn.Request.ContentLength > maxBytes)
            throw new RequestTooLargeException(maxBytes);
        var reader = conn.Request.BodyReader;
        while (true)
        {
            var result = await ReadSome(conn, reader).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Length > maxBytes)
            {
                reader.AdvanceTo(buffer.Start);
                throw new RequestTooLargeException(maxBytes);
            }

            if (!result.IsCompleted)
            {
                reader.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            try
            {
                return buffer.IsSingleSegment ? take(buffer.FirstSpan, state) : take(buffer.ToArray(), state);
            }
            finally
            {
                reader.AdvanceTo(buffer.End);
            }
        }
    }

    /// <summary>What it means that a body cannot be read on: its client has gone, or has sent what is no body, such as a chunk without a size.</summary>
    internal static Exception Broken(HttpContext conn, IOException e) => e switch
    {
        BadHttpRequestException or ConnectionResetException => e,
        _ when conn.RequestAborted.IsCancellationRequested => new ConnectionAbortedException("The client has gone while its body was read.", e),
        _ => new BadRequestException($"The body cannot be read: {e.Message}", e),
    };

    private static async ValueTask<ReadResult> ReadSome(HttpContext conn, PipeReader reader)
    {
        try
        {
            return await reader.ReadAsync(conn.RequestAborted).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw Broken(conn, e);
        }
    }

    /// <exception cref="BadRequestException">It is not UTF-8.</exception>
    internal static string Text(ReadOnlySpan<byte> body)
    {
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            throw new BadRequestException("The body is not valid UTF-8.");
        }
    }
}
