using System.Globalization;

namespace Zhar.Mail;

/// <summary>What may stand in a header: a line break in it would begin another header, or the body.</summary>
internal static class HeaderText
{
    private const int MaxNameLength = 76;

    // What the mailer writes itself. A second one of these would make a message that two programs read differently.
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "MIME-Version", "Received", "Return-Path", "DKIM-Signature",
    };

    /// <summary>The first control character, in words; null when there is none.</summary>
    internal static string? FirstControl(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                return c is '\r' or '\n' ? "a line break" : string.Create(CultureInfo.InvariantCulture, $"the control character U+{(int)c:X4}");
        }

        return null;
    }

    /// <summary>Refuses a value that could become more than one header.</summary>
    /// <exception cref="ArgumentException">It has a control character.</exception>
    internal static string Checked(string value, string what)
    {
        ArgumentNullException.ThrowIfNull(value, what);
        return FirstControl(value) is { } control
            ? throw new ArgumentException($"{what} has {control}: \"{Shown(value)}\". A header is one line; take it out.", what)
            : value;
    }

    /// <summary>Refuses a name that is no name of a header, or one that a property of <see cref="Email"/> stands for.</summary>
    /// <exception cref="ArgumentException">It is one of those.</exception>
    internal static string CheckedName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameLength || name.Any(static c => c is <= ' ' or >= '\x7f' or ':'))
            throw new ArgumentException($"\"{Shown(name)}\" is not the name of a header: letters, digits and dashes, at most {MaxNameLength}, such as X-Campaign.", nameof(name));
        if (Own.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Resent-", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The header {name} is written from the properties of the email. Set the property instead.", nameof(name));
        return name;
    }

    /// <summary>A piece of foreign text for an error: one line, cut.</summary>
    internal static string Shown(string text)
    {
        var line = string.Concat(text.Take(60).Select(static c => char.IsControl(c) ? ' ' : c));
        return text.Length <= 60 ? line : line + "…";
    }
}
