using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>A body in pieces, each sent when it is there. Source: Plug.Conn.send_chunked/2.</summary>
internal sealed class ChunkedResult(Func<ChunkWriter, Task> write, string contentType) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = contentType;
        await httpContext.Response.StartAsync(httpContext.RequestAborted);
        await write(new ChunkWriter(httpContext));
    }
}

/// <summary>Sends the pieces of a body. Each call waits until the receiver has room, so a slow one slows the sender down.</summary>
public sealed class ChunkWriter
{
    private readonly HttpContext _conn;

    internal ChunkWriter(HttpContext conn) => _conn = conn;

    /// <summary>Cancelled when the receiver is gone.</summary>
    public CancellationToken Closed => _conn.RequestAborted;

    /// <summary>Sends text as UTF-8.</summary>
    /// <exception cref="OperationCanceledException">The receiver is gone.</exception>
    public async ValueTask Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Encoding.UTF8.GetBytes(text, _conn.Response.BodyWriter);
        await Flush();
    }

    /// <summary>Sends bytes.</summary>
    /// <exception cref="OperationCanceledException">The receiver is gone.</exception>
    public async ValueTask Write(ReadOnlyMemory<byte> bytes)
    {
        await _conn.Response.BodyWriter.WriteAsync(bytes, _conn.RequestAborted);
        _conn.RequestAborted.ThrowIfCancellationRequested();
    }

    /// <summary>Sends markup.</summary>
    /// <exception cref="OperationCanceledException">The receiver is gone.</exception>
    public async ValueTask Write(Html html)
    {
        html.WriteTo(_conn.Response.BodyWriter);
        await Flush();
    }

    private async ValueTask Flush()
    {
        await _conn.Response.BodyWriter.FlushAsync(_conn.RequestAborted);
        _conn.RequestAborted.ThrowIfCancellationRequested();
    }
}
