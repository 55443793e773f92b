using System.Buffers;
using System.Text;
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
            var result = await reader.ReadAsync(conn.RequestAborted).ConfigureAwait(false);
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
