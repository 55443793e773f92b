using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zhar.Web;

/// <summary>Errors as everybody may see them: the status, its name, and the id of the request.</summary>
internal static class ErrorPages
{
    internal static string Html(ErrorInfo error)
    {
        var (title, id) = (HtmlEncoder.Default.Encode(error.Title), HtmlEncoder.Default.Encode(error.RequestId));
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{error.Status}} {{title}}</title>
            <style>
            :root { color-scheme: light dark; }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 17px/1.6 system-ui, sans-serif; background: Canvas; color: CanvasText; }
            main { padding: 2rem; text-align: center; }
            h1 { margin: 0; font-size: 4.5rem; line-height: 1; font-weight: 650; letter-spacing: -.03em; }
            p { margin: .75rem 0 0; font-size: 1.25rem; }
            small { display: block; margin-top: 2.5rem; opacity: .6; font-family: ui-monospace, monospace; }
            </style>
            </head>
            <body><main><h1>{{error.Status}}</h1><p>{{title}}</p><small>{{id}}</small></main></body>
            </html>
            """;
    }

    internal static string Text(ErrorInfo error) => $"{error.Status} {error.Title}\n";

    /// <summary>Problem details. Source: RFC 9457.</summary>
    internal static byte[] Json(ErrorInfo error, DebugReport? debug)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "about:blank");
            writer.WriteString("title", error.Title);
            writer.WriteNumber("status", error.Status);
            writer.WriteString("requestId", error.RequestId);
            if (debug is not null)
            {
                writer.WriteString("detail", debug.Message);
                writer.WriteString("exception", debug.Type);
                writer.WriteStartArray("stack");
                foreach (var frame in debug.Frames)
                    writer.WriteStringValue(frame.ToString());
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
