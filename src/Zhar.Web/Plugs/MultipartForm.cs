using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Zhar.Web;

/// <summary>Reads a form with files: fields into params, files into temporary files that go with the request. Source: Plug.Parsers.MULTIPART.</summary>
internal static class MultipartForm
{
    private const int MaxBoundary = 70;
    private const int BufferBytes = 16 * 1024;

    internal static async ValueTask<Params> Read(HttpContext conn, MediaTypeHeaderValue type, ParseBodySettings settings, ParamsLimits limits)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > MaxBoundary)
            throw new BadRequestException("A multipart form needs a boundary of 1 to 70 characters in its content type.");
        if (conn.Request.ContentLength > settings.MaxMultipartBytes)
            throw new RequestTooLargeException(settings.MaxMultipartBytes);
        var body = new LimitedStream(conn.Request.Body, settings.MaxMultipartBytes);
        var reader = new MultipartReader(boundary, body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
        var fields = new List<KeyValuePair<string, object>>();
        var parts = 0; // those that are left out cost work too
        try
        {
            while (await reader.ReadNextSectionAsync(conn.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (++parts > settings.MaxParts)
                    throw new BadRequestException($"The form has more than {settings.MaxParts} parts.");
                if (await ReadPart(conn, section, settings, limits).ConfigureAwait(false) is { } field)
                    fields.Add(field);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException and not ConnectionResetException && !conn.RequestAborted.IsCancellationRequested)
        {
            throw new BadRequestException($"The multipart form is malformed: {e.Message}", e);
        }

        return Params.FromFields(fields, limits);
    }

    private static async ValueTask<KeyValuePair<string, object>?> ReadPart(HttpContext conn, MultipartSection section, ParseBodySettings settings, ParamsLimits limits)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
            return null;
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (name.Length == 0)
            return null;
        var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
        if (!isFile)
            return new(name, await ReadText(conn, section.Body, limits).ConfigureAwait(false));
        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString() : HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();

        // A file input without a file.
        if (fileName.Length == 0)
            return null;
        return new(name, await ReadFile(conn, section, settings, fileName).ConfigureAwait(false));
    }

    private static async ValueTask<string> ReadText(HttpContext conn, Stream body, ParamsLimits limits)
    {
        using var text = new MemoryStream();
        var buffer = new byte[1024];
        int count;
        while ((count = await body.ReadAsync(buffer, conn.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (text.Length + count > limits.MaxLength)
                throw new RequestTooLargeException(limits.MaxLength);
            text.Write(buffer, 0, count);
        }

        return BodyReader.Text(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    private static async ValueTask<Upload> ReadFile(HttpContext conn, MultipartSection section, ParseBodySettings settings, string fileName)
    {
        var path = Path.Combine(settings.UploadDirectory, "zhar-" + Guid.NewGuid().ToString("n"));
        using var file = new UploadFile(path, settings);
        conn.Response.RegisterForDispose(new TemporaryFile(path));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await section.Body.ReadAsync(buffer, conn.RequestAborted).ConfigureAwait(false)) > 0)
                await file.Write(buffer.AsMemory(0, count), conn.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new Upload(path, Plain(fileName), section.ContentType, file.Length);
    }

    /// <summary>The last part of a name, whichever system's slashes it has.</summary>
    private static string Plain(string fileName)
    {
        var name = new StringBuilder(fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..]);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsControl(name[i]))
                name[i] = '_';
        }

        return name.ToString();
    }

    /// <summary>Deletes the file when the request is over, unless the action has moved it away.</summary>
    private sealed class TemporaryFile(string path) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                File.Delete(path);
            }
            catch (IOException)
            {
                // Still open in the application; the system's own tidying takes it.
            }
        }
    }

    /// <summary>Ends with 413 when more is read than may be.</summary>
    private sealed class LimitedStream(Stream inner, long maxBytes) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _read += count;
            return _read <= maxBytes ? count : throw new RequestTooLargeException(maxBytes);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
