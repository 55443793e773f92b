using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;
using Zhar.Web;

namespace Zhar.Mail;

/// <summary>The page of the development mailbox: what the <c>Local</c> adapter took, with the HTML, the text, the headers and the files of each email.</summary>
/// <remarks>
/// <para>Forward a path to it. It needs no pipeline, and in production it answers 404:</para>
/// <code>
/// Forward("/dev/mailbox", new MailboxPlug());
/// </code>
/// <para>An email's HTML is shown in a sandbox: its scripts do not run, its forms do not reach the application, and its links open in another window. Source: Plug.Swoosh.MailboxPreview.</para>
/// </remarks>
public sealed class MailboxPlug : IPlug
{
    private const string PagePolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    // No scripts, no forms, an origin of its own: whatever an email contains, it cannot act for who reads it. A link that the reader opens comes in a window of its own, as in a mail program.
    private const string EmailPolicy = "sandbox " + MailboxPages.LinksOnly + "; " + Nothing;
    private const string FilePolicy = "sandbox; " + Nothing;
    private const string Nothing = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: http: https:; font-src data: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static readonly byte[] Css = ReadCss();

    /// <summary>Answers the request.</summary>
    public async ValueTask Call(Conn conn)
    {
        conn.Halt();
        var services = conn.RequestServices;
        if (services.GetService<IHostEnvironment>()?.IsProduction() is not false)
            throw new HiddenException();

        var headers = conn.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["referrer-policy"] = "no-referrer";
        headers.ContentSecurityPolicy = PagePolicy;
        var node = services.GetRequiredService<Node>();
        var parts = (conn.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isRead = HttpMethods.IsGet(conn.Request.Method) || HttpMethods.IsHead(conn.Request.Method);
        await (parts switch
        {
            [] when isRead => Page(conn, MailboxPages.List(Base(conn), Mailbox.All(node), null, services.GetService<Mailer>())),
            ["mailbox.css"] when isRead => Bytes(conn, Css, "text/css; charset=utf-8"),
            ["emails.json"] when isRead => Json(conn, Mailbox.All(node)),
            ["clear"] when HttpMethods.IsPost(conn.Request.Method) => Clear(conn, node),
            [var number, .. var rest] when isRead && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && Mailbox.At(node, n) is { } item => One(conn, node, item, rest),
            _ => NotFound(conn, "There is no such email. The mailbox keeps the last ones, and only while the program runs."),
        });
    }

    private static Task One(Conn conn, Node node, MailboxItem item, string[] rest)
    {
        switch (rest)
        {
            case []:
                return Page(conn, MailboxPages.List(Base(conn), Mailbox.All(node), new MailboxPages.Shown(item, conn.Request.Query["show"].ToString()), conn.RequestServices.GetService<Mailer>()));
            case ["html"]:
                conn.Response.Headers.ContentSecurityPolicy = EmailPolicy;
                return Bytes(conn, Encoding.UTF8.GetBytes(WithFiles(item, Base(conn))), "text/html; charset=utf-8");
            case ["files", var index] when int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < item.Email.Attachments.Length:
                var file = item.Email.Attachments[i];
                conn.Response.Headers.ContentSecurityPolicy = FilePolicy;
                var disposition = new ContentDispositionHeaderValue(file.ContentId is null ? "attachment" : "inline");
                disposition.SetHttpFileName(file.FileName);
                conn.Response.Headers.ContentDisposition = disposition.ToString();
                return Bytes(conn, file.Content, file.ContentType);
            default:
                return NotFound(conn, "An email has the pages html and files/0, files/1, …");
        }
    }

    private static async Task Clear(Conn conn, Node node)
    {
        // The plug stands in no pipeline, so it looks itself where the form came from.
        var origin = conn.Request.Headers.Origin.ToString();
        if (origin != $"{conn.Request.Scheme}://{conn.Request.Host}" && conn.Request.Headers["sec-fetch-site"] != "same-origin")
        {
            conn.Response.StatusCode = StatusCodes.Status403Forbidden;
            await Page(conn, MailboxPages.Notice(Base(conn), "Refused", "The request came from another site."));
            return;
        }

        await new Mailbox.Ref(new ServerRef(Mailbox.Name, node)).Clear();
        conn.Response.Redirect(Base(conn));
        conn.Response.StatusCode = StatusCodes.Status303SeeOther;
    }

    private static Task NotFound(Conn conn, string text)
    {
        conn.Response.StatusCode = StatusCodes.Status404NotFound;
        return Page(conn, MailboxPages.Notice(Base(conn), "Not found", text));
    }

    private static Task Page(Conn conn, Html page)
    {
        conn.Response.ContentType = "text/html; charset=utf-8";
        page.WriteTo(conn.Response.BodyWriter);
        return conn.Response.BodyWriter.FlushAsync().AsTask();
    }

    private static async Task Bytes(Conn conn, ReadOnlyMemory<byte> bytes, string contentType)
    {
        conn.Response.ContentType = contentType;
        conn.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(conn.Request.Method))
            await conn.Response.BodyWriter.WriteAsync(bytes);
    }

    private static Task Json(Conn conn, IReadOnlyList<MailboxItem> items)
    {
        var emails = items.Select(static i => new MailboxEmail(
            i.Number, i.At, i.Email.From?.ToString(), [.. i.Email.To.Select(static a => a.ToString())], i.Email.Subject, i.Email.Text, i.Email.Html.IsEmpty ? null : i.Email.Html.ToString())).ToArray();
        return Bytes(conn, JsonSerializer.SerializeToUtf8Bytes(emails, MailboxJson.Default.MailboxEmailArray), "application/json; charset=utf-8");
    }

    /// <summary>The HTML, with its inline files where the page can reach them, and links that do not open inside the frame.</summary>
    private static string WithFiles(MailboxItem item, string root)
    {
        var html = item.Email.Html.ToString();
        for (var i = 0; i < item.Email.Attachments.Length; i++)
        {
            if (item.Email.Attachments[i].ContentId is { } id)
                html = html.Replace("cid:" + id, string.Create(CultureInfo.InvariantCulture, $"{root}/{item.Number}/files/{i}"), StringComparison.Ordinal);
        }

        var head = html.IndexOf("<head>", StringComparison.OrdinalIgnoreCase);
        return html.Insert(head < 0 ? 0 : head + "<head>".Length, "<base target=\"_blank\">");
    }

    private static string Base(Conn conn) => conn.Request.PathBase.ToUriComponent();

    private static byte[] ReadCss()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Zhar.Mail.mailbox.css")
            ?? throw new InvalidOperationException("The style sheet is missing in the assembly. Please report this.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Answered as any path that leads nowhere.</summary>
    private sealed class HiddenException() : Exception("The development mailbox is not shown in production."), IHttpStatus
    {
        public int StatusCode => StatusCodes.Status404NotFound;
    }
}
