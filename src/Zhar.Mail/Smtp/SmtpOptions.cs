using Microsoft.Extensions.Configuration;

namespace Zhar.Mail;

/// <summary>Where emails are handed over, of the configuration section <c>Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Smtp";

    /// <summary>The server. Has to be set.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port. Default: 465 when <see cref="Security"/> is <see cref="SmtpSecurity.Tls"/>, else 587.</summary>
    public int? Port { get; set; }

    /// <summary>The user name; without one the server is told none.</summary>
    public string? Username { get; set; }

    /// <summary>The password. Never part of an error or a log line.</summary>
    public string? Password { get; set; }

    /// <summary>How the connection is encrypted. Default <see cref="SmtpSecurity.StartTls"/>, which fails when the server has none.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>How long one step of the conversation may take. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What this machine calls itself to the server. Default: its host name.</summary>
    public string? LocalDomain { get; set; }

    internal int EffectivePort => Port ?? (Security == SmtpSecurity.Tls ? 465 : 587);

    internal static SmtpOptions Read(IConfiguration configuration)
    {
        var section = new SettingsReader(configuration, Section);
        var options = new SmtpOptions
        {
            Host = section.Text(nameof(Host)) ?? throw new InvalidOperationException($"""
                There is no setting Smtp:Host, and emails are to leave by SMTP. Set it to the name of the mail server, in the environment

                    {Section}__{nameof(Host)}=mail.example.com

                with Smtp__Username and Smtp__Password where it wants them. To try the program without mail: {MailerOptions.Section}__Adapter=Log writes emails to the log and sends none.
                """),
            Username = section.Text(nameof(Username)),
            Password = section.Text(nameof(Password)),
            LocalDomain = section.Text(nameof(LocalDomain)),
        };
        section.Number(nameof(Port), port => options.Port = port is > 0 and < 65536 ? port : throw new FormatException("It has to be a port, 1 to 65535."));
        if (section.Text(nameof(Security)) is { } security)
        {
            options.Security = section.Checked(nameof(Security), security, static text => Enum.TryParse<SmtpSecurity>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value
                : throw new FormatException("It has to be StartTls, Tls or None."));
        }

        if (section.Text(nameof(Timeout)) is { } timeout)
        {
            options.Timeout = section.Checked(nameof(Timeout), timeout, static text => TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero && value < TimeSpan.FromHours(1)
                ? value
                : throw new FormatException("It has to be a time such as 00:00:15."));
        }

        if (options.Username is not null && options.Password is null)
            throw new InvalidOperationException("There is a setting Smtp:Username and no Smtp:Password. Set both or none.");
        if (options is { Security: SmtpSecurity.None, Username: not null } && !IsLoopback(options.Host))
            throw new InvalidOperationException($"The setting Smtp:Security is None, so the password would go to {options.Host} in the clear. Set it to StartTls or Tls.");
        return options;
    }

    private static bool IsLoopback(string host) => host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
}

/// <summary>How a connection to a mail server is encrypted.</summary>
public enum SmtpSecurity
{
    /// <summary>It begins in the clear and is encrypted before anything is said; a server that cannot is refused.</summary>
    StartTls,

    /// <summary>It is encrypted from its first byte.</summary>
    Tls,

    /// <summary>It is not. Only for a server on this machine or a network of your own.</summary>
    None,
}
