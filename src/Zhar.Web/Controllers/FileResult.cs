using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Zhar.Web;

/// <summary>A file from the disk, or a part of it. A request for a range gets that part; one that has the file already gets 304.</summary>
internal sealed class FileResult(string path, string? contentType, string? disposition, long offset = 0, long? length = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new FileNotFoundException($"There is no file \"{path}\" to send.", path);
        if (offset < 0 || offset > info.Length || length < 0 || offset + (length ?? 0) > info.Length)
            throw new InvalidOperationException($"The file \"{path}\" has {info.Length} bytes; {length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "the rest"} from {offset} are not in it.");
        if (disposition is not null)
            httpContext.Response.Headers.ContentDisposition = disposition;
        var type = contentType ?? MimeTypes.OfPath(path);
        if (offset == 0 && length is null)
        {
            var modified = new DateTimeOffset(info.LastWriteTimeUtc.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
            var tag = new EntityTagHeaderValue($"\"{modified.Ticks ^ info.Length:x}\"");
            await TypedResults.PhysicalFile(info.FullName, type, null, modified, tag, enableRangeProcessing: true).ExecuteAsync(httpContext);
            return;
        }

        httpContext.Response.ContentType = type;
        httpContext.Response.ContentLength = length ?? info.Length - offset;
        await httpContext.Response.SendFileAsync(info.FullName, offset, length, httpContext.RequestAborted);
    }
}
