using Zhar.Mail;

namespace MyApp;

/// <summary>The emails to users. While developing they are at /dev/mailbox.</summary>
public sealed class UserNotifier(Mailer mailer)
{
    /// <summary>The link that logs in, and the first time confirms the address.</summary>
    public Task SendLogin(User user, string url) => mailer.DeliverLater(new Email
    {
        To = [user.Email],
        Subject = user.ConfirmedAt is null ? "Welcome to MyApp: confirm your address" : "Log in to MyApp",
        Text = $"Hello,\n\nopen this link to log in. It works once, for 15 minutes:\n\n{url}\n\nIf you have not asked for it, there is nothing to do.\n",
        Html = $"""
            <p>Hello,</p>
            <p>open this link to log in. It works once, for 15 minutes:</p>
            <p style="overflow-wrap: anywhere"><a href="{url}">{url}</a></p>
            <p>If you have not asked for it, there is nothing to do.</p>
            """,
    });

    /// <summary>The link that makes another address the user's; it goes to that address.</summary>
    public Task SendEmailChange(string email, string url) => mailer.DeliverLater(new Email
    {
        To = [email],
        Subject = "Your new address for MyApp",
        Text = $"Hello,\n\nopen this link, in the browser where you are logged in, to use this address from now on. It works for a week:\n\n{url}\n\nIf you have not asked for it, there is nothing to do.\n",
        Html = $"""
            <p>Hello,</p>
            <p>open this link, in the browser where you are logged in, to use this address from now on. It works for a week:</p>
            <p><a href="{url}">{url}</a></p>
            <p>If you have not asked for it, there is nothing to do.</p>
            """,
    });

    /// <summary>The link to another password.</summary>
    public Task SendReset(User user, string url) => mailer.DeliverLater(new Email
    {
        To = [user.Email],
        Subject = "Another password for MyApp",
        Text = $"Hello,\n\nopen this link to choose another password. It works for an hour:\n\n{url}\n\nIf you have not asked for it, there is nothing to do.\n",
        Html = $"""
            <p>Hello,</p>
            <p>open this link to choose another password. It works for an hour:</p>
            <p style="overflow-wrap: anywhere"><a href="{url}">{url}</a></p>
            <p>If you have not asked for it, there is nothing to do.</p>
            """,
    });
}
