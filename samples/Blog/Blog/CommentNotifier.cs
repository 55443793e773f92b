using Zhar.Mail;
using static Zhar.Web.Markup;

namespace Blog;

/// <summary>Tells the owner of the blog what was said.</summary>
/// <param name="mailer">Who delivers it.</param>
/// <param name="owner">The owner's address; null for a blog that tells nobody.</param>
public sealed class CommentNotifier(Mailer mailer, string? owner)
{
    /// <summary>Sends the email when there is time for it: nobody who comments waits for a mail server.</summary>
    public async Task Deliver(Post post, Comment comment, string url)
    {
        if (owner is null)
            return;
        await mailer.DeliverLater(new Email
        {
            To = [owner],
            Subject = $"{OneLine(comment.Author)} on \"{OneLine(post.Title)}\"",
            Text = $"{comment.Author} wrote:\n\n{comment.Body}\n\n{url}\n",
            Html = $"""
                <p><b>{comment.Author}</b> wrote on <a href="{url}">{post.Title}</a>:</p>
                <blockquote>{Each(comment.Body.Split('\n'), line => $"{line}<br>")}</blockquote>
                """,
        });
    }

    // A line break in a subject would be refused, and a form may hold one.
    private static string OneLine(string text) => string.Concat(text.Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
}
