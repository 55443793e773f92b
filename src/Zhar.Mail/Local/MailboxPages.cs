using System.Collections.Immutable;
using System.Globalization;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace Zhar.Mail;

/// <summary>The templates of the mailbox.</summary>
internal static class MailboxPages
{
    /// <summary>What the frame of an email may do: open a link in a window of its own.</summary>
    internal const string LinksOnly = "allow-popups allow-popups-to-escape-sandbox";

    /// <summary>The email that is open, and which of its sides.</summary>
    internal sealed record Shown(MailboxItem Item, string Side);

    /// <summary>The list, and beside it the email that is open.</summary>
    internal static Html List(string root, IReadOnlyList<MailboxItem> items, Shown? shown, Mailer? mailer) => Layout(root, shown?.Item.Email.Subject ?? "Mailbox", $"""
        <div class="{Class("panes", ("open", shown is not null))}">
          <nav class="list" aria-label="Emails">
            <header class="bar">
              {If(shown is null, () => $"<h1><a href=\"{root}/\">Mailbox</a></h1>", () => $"<p class=\"title\"><a href=\"{root}/\">Mailbox</a></p>")}
              {When(items.Count > 0, () => $"<span class=\"count\">{items.Count}</span>")}
              {When(items.Count > 0, () => $"<form method=\"post\" action=\"{root}/clear\"><button type=\"submit\">Clear</button></form>")}
            </header>
            {If(items.Count == 0, () => Nothing(mailer), () => $"<ol>{Each(items, i => i.Number, i => Line(root, i, i.Number == shown?.Item.Number))}</ol>")}
          </nav>
          <main>{When(shown, s => Email(root, s), () => $"<p class=\"hint\">{(items.Count == 0 ? "" : "Choose an email on the left.")}</p>")}</main>
        </div>
        """);

    /// <summary>A page with one sentence.</summary>
    internal static Html Notice(string root, string title, string text) => Layout(root, title, $"""
        <main class="notice"><h1>{title}</h1><p>{text}</p><p><a href="{root}/">Mailbox</a></p></main>
        """);

    private static Html Nothing(Mailer? mailer) => $"""
        <div class="empty">
          <p class="icon" aria-hidden="true">✉</p>
          <p>No emails yet.</p>
          <p>{Why(mailer)}</p>
        </div>
        """;

    private static string Why(Mailer? mailer) => mailer?.AdapterName switch
    {
        null => "There is no mailer: write services.AddMailer(config) in Configure of the application.",
        "Local" => "What the application sends appears here; nothing leaves this machine.",
        var other => $"Emails leave by the adapter {other}. They come here with the setting Mailer:Adapter = Local.",
    };

    private static Html Line(string root, MailboxItem item, bool isOpen) => $"""
        <li><a class="{Class("line", ("current", isOpen))}" href="{root}/{item.Number}" aria-current="{(isOpen ? "page" : null)}">
          <span class="who">{item.Email.To.Concat(item.Email.Cc).Concat(item.Email.Bcc).First().ToString()}</span>
          <time datetime="{item.At}">{item.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time>
          <span class="subject">{Subject(item.Email)}</span>
          {When(item.Email.Attachments.Length > 0, () => $"<span class=\"files\" title=\"Files\">{item.Email.Attachments.Length} 📎</span>")}
        </a></li>
        """;

    private static Html Email(string root, Shown shown)
    {
        var (item, email) = (shown.Item, shown.Item.Email);
        var side = shown.Side switch
        {
            "text" when email.Text is not null => "text",
            "headers" => "headers",
            _ => email.Html.IsEmpty ? "text" : "html",
        };
        return $"""
            <article>
              <header class="head">
                <a class="back" href="{root}/">‹ All emails</a>
                <h1>{Subject(email)}</h1>
                <dl>
                  <dt>From</dt><dd>{email.From?.ToString()}</dd>
                  {People("To", email.To)}{People("Cc", email.Cc)}{People("Bcc", email.Bcc)}{People("Reply to", email.ReplyTo)}
                  <dt>Date</dt><dd><time datetime="{item.At}">{item.At.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}</time></dd>
                </dl>
                {When(email.Attachments.Length > 0, () => $"<ul class=\"files\">{Each(email.Attachments, (file, i) => File(root, item, file, i))}</ul>")}
                <nav class="tabs" aria-label="Sides">
                  {When(!email.Html.IsEmpty, () => Tab(root, item, "html", "HTML", side))}
                  {When(email.Text is not null, () => Tab(root, item, "text", "Text", side))}
                  {Tab(root, item, "headers", "Headers", side)}
                </nav>
              </header>
              {Content(root, item, side)}
            </article>
            """;
    }

    private static Html Content(string root, MailboxItem item, string side) => side switch
    {
        "html" => Frame(root, item),
        "text" => Text(item.Email.Text),
        _ => Headers(item),
    };

    private static Html Tab(string root, MailboxItem item, string side, string title, string current) =>
        $"<a class=\"{Class(("current", side == current))}\" href=\"{root}/{item.Number}?show={side}\" aria-current=\"{(side == current ? "page" : null)}\">{title}</a>";

    // The sandbox is said twice, here and in the policy of the framed page: that page is safe on its own too.
    private static Html Frame(string root, MailboxItem item) =>
        $"<iframe sandbox=\"{LinksOnly}\" title=\"The email's HTML\" src=\"{root}/{item.Number}/html\"></iframe>";

    private static Html Text(string? text) => $"<pre class=\"text\">{text}</pre>";

    private static Html Headers(MailboxItem item) => $"""
        <table class="headers"><tbody>
          <tr><th>Message-ID</th><td>{item.MessageId}</td></tr>
          <tr><th>Subject</th><td>{item.Email.Subject}</td></tr>
          {Each(item.Email.Headers, h => $"<tr><th>{h.Name}</th><td>{h.Value}</td></tr>")}
        </tbody></table>
        """;

    private static Html People(string title, ImmutableArray<EmailAddress> people) =>
        When(people.Length > 0, () => $"<dt>{title}</dt><dd>{string.Join(", ", people)}</dd>");

    private static Html File(string root, MailboxItem item, EmailAttachment file, int index) =>
        $"<li><a href=\"{root}/{item.Number}/files/{index}\">{file.FileName}</a> <span>{file.ContentType}, {Size(file.Content.Length)}</span></li>";

    private static string Subject(Email email) => email.Subject.Length == 0 ? "(no subject)" : email.Subject;

    private static string Size(int bytes) => bytes < 1000 ? $"{bytes} B" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.#} kB");

    private static Html Layout(string root, string title, Html body) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{(title == "Mailbox" ? title : title + " · Mailbox")}</title>
            <link rel="stylesheet" href="{root}/mailbox.css">
            <link rel="icon" href="data:,">
          </head>
          <body>{body}</body>
        </html>
        """;
}
