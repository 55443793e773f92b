using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Zhar.Mail;

/// <summary>Hands emails to a mail server, each over a connection of its own.</summary>
internal sealed class SmtpAdapter(SmtpOptions options) : MailAdapter
{
    public override async ValueTask<MailReceipt> Deliver(Email email, CancellationToken cancellationToken)
    {
        using var message = MimeMessages.Of(email);
        using var client = new SmtpClient { Timeout = (int)options.Timeout.TotalMilliseconds, LocalDomain = options.LocalDomain };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var step = "connecting";
        try
        {
            patience.CancelAfter(options.Timeout);
            await client.ConnectAsync(options.Host, options.EffectivePort, options.Security switch
            {
                SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
                SmtpSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, patience.Token).ConfigureAwait(false);

            if (options.Username is { } user)
            {
                step = "signing in";
                patience.CancelAfter(options.Timeout);
                await client.AuthenticateAsync(user, options.Password ?? "", patience.Token).ConfigureAwait(false);
            }

            step = "sending";
            patience.CancelAfter(options.Timeout * 4); // the whole of it, with its files
            var response = await client.SendAsync(message, MimeMessages.Mailbox(email.From!), email.Recipients.Select(MimeMessages.Mailbox), patience.Token).ConfigureAwait(false); // a complete email has a sender
            await Leave(client).ConfigureAwait(false);
            return new MailReceipt(message.MessageId ?? "", response);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(MailFailure.Timeout, $"it took too long while {step} (Smtp:Timeout is {options.Timeout})", e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Explain(e, step);
        }
    }

    private static async Task Leave(SmtpClient client)
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await client.DisconnectAsync(quit: true, soon.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ProtocolException or OperationCanceledException or SocketException)
        {
            // The server has the message; how it says goodbye changes nothing.
        }
    }

    private MailException Explain(Exception e, string step) => e switch
    {
        AuthenticationException => Failed(MailFailure.Authentication, "the server did not accept Smtp:Username and Smtp:Password", e),
        SslHandshakeException => Failed(MailFailure.Connection, "the encrypted connection could not be made: the server's certificate is not trusted, or it does not speak TLS on this port (Smtp:Security, Smtp:Port)", e),
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } refused => Failed(Kind(refused.StatusCode), $"the server did not accept the recipient {refused.Mailbox?.Address}: {Answer(refused)}", e),
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } refused => Failed(Kind(refused.StatusCode), $"the server did not accept the sender {refused.Mailbox?.Address}: {Answer(refused)}", e),
        SmtpCommandException refused => Failed(Kind(refused.StatusCode), $"the server refused while {step}: {Answer(refused)}", e),
        NotSupportedException when step == "connecting" => Failed(MailFailure.Connection, "the server offers no STARTTLS. Set Smtp:Security to Tls (port 465), or to None for a server on a network of your own", e),
        NotSupportedException => Failed(MailFailure.Authentication, "the server offers no way to sign in that is known here", e),
        SocketException or IOException => Failed(MailFailure.Connection, $"the connection failed while {step}: {e.Message}", e),
        ProtocolException => Failed(MailFailure.Connection, $"the server does not speak SMTP, or broke off while {step}: {e.Message}", e),
        TimeoutException => Failed(MailFailure.Timeout, $"it took too long while {step} (Smtp:Timeout is {options.Timeout})", e),
        _ => Failed(MailFailure.Connection, $"while {step}: {e.Message}", e),
    };

    private static MailFailure Kind(SmtpStatusCode code) => (int)code is >= 400 and < 500 ? MailFailure.Temporary : MailFailure.Refused;

    private static string Answer(SmtpCommandException e) => $"{(int)e.StatusCode} {HeaderText.Shown(e.Message)}";

    // The cause stays behind: some exceptions of the conversation quote what was sent.
    private MailException Failed(MailFailure failure, string reason, Exception cause)
    {
        var text = $"The mail server {options.Host}:{options.EffectivePort} did not take the email: {reason}.";
        return options.Password is { Length: > 0 } password && (text.Contains(password, StringComparison.Ordinal) || cause.ToString().Contains(password, StringComparison.Ordinal))
            ? new MailException(failure, text.Replace(password, "***", StringComparison.Ordinal))
            : new MailException(failure, text, cause);
    }
}
