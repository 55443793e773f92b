using System.Diagnostics.CodeAnalysis;

namespace Zhar.Mail;

/// <summary>An address with an optional name: <c>"Ada Lovelace &lt;ada@example.org&gt;"</c>. Made from text by conversion.</summary>
/// <remarks>Checked when it is made: no line breaks or other control characters, at most 254 characters. Source: RFC 5321, RFC 5322 §3.4; Swoosh.Email.Recipient.</remarks>
public sealed record EmailAddress : IParsable<EmailAddress>
{
    /// <summary>The most characters of an address (RFC 5321 §4.5.3.1.3).</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const string LocalSpecials = "!#$%&'*+-/=?^_`{|}~";

    /// <summary>An address with a name.</summary>
    /// <param name="address">The address alone: <c>ada@example.org</c>.</param>
    /// <param name="name">What a mail program shows in its place.</param>
    /// <exception cref="FormatException">The address is none, or one of the two has a line break or another control character.</exception>
    public EmailAddress(string address, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (Fault(address) is { } fault)
            throw new FormatException($"{Quoted(address)} is not an email address: {fault}. Write one such as ada@example.org.");
        if (name is not null && HeaderText.FirstControl(name) is { } control)
            throw new FormatException($"The name of <{address}> has {control}, which could begin a header of its own. Take it out.");
        Address = address;
        Name = string.IsNullOrWhiteSpace(name) ? null : name.Trim();
    }

    /// <summary>The address alone.</summary>
    public string Address { get; }

    /// <summary>The name, or <c>null</c>.</summary>
    public string? Name { get; }

    /// <summary>The part behind the @.</summary>
    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>Reads <c>ada@example.org</c> or <c>Ada Lovelace &lt;ada@example.org&gt;</c>.</summary>
    /// <exception cref="FormatException">It is neither; the text says why.</exception>
    public static EmailAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (!trimmed.EndsWith('>'))
            return new EmailAddress(trimmed);
        var open = trimmed.LastIndexOf('<');
        if (open < 0)
            throw new FormatException($"{Quoted(text)} is not an email address: it ends with '>' and has no '<'. Write Ada <ada@example.org>.");
        return new EmailAddress(trimmed[(open + 1)..^1].Trim(), Unquoted(trimmed[..open].Trim()));
    }

    /// <summary>As above, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [MaybeNullWhen(false)] out EmailAddress address)
    {
        address = null;
        try
        {
            address = text is null ? null : Parse(text);
        }
        catch (FormatException)
        {
            // The answer is false.
        }

        return address is not null;
    }

    static EmailAddress IParsable<EmailAddress>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<EmailAddress>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out EmailAddress result) => TryParse(s, out result);

    /// <summary>Reads an address, as <see cref="Parse(string)"/> does.</summary>
    public static implicit operator EmailAddress(string text) => Parse(text);

    /// <summary>The address with its name, as a header shows it before it is encoded.</summary>
    public override string ToString() => Name is null ? Address : $"{Name} <{Address}>";

    private static string? Fault(string address)
    {
        if (HeaderText.FirstControl(address) is { } control)
            return $"it has {control}";
        if (address.Length > MaxLength)
            return $"it has {address.Length} characters, and at most {MaxLength} are allowed";
        var at = address.LastIndexOf('@');
        if (at <= 0)
            return at < 0 ? "it has no @" : "there is nothing before the @";
        return LocalFault(address.AsSpan(0, at)) ?? DomainFault(address.AsSpan(at + 1));
    }

    private static string? LocalFault(ReadOnlySpan<char> local)
    {
        if (local.Length > MaxLocalLength)
            return $"the part before the @ has {local.Length} characters, and at most {MaxLocalLength} are allowed";
        if (local is ['"', .., '"'] && local.Length > 2)
            return local[1..^1].ContainsAny('"', '\\') ? "the quoted part before the @ has a quote or a backslash in it" : null;
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return "the part before the @ has a dot in a wrong place";
        foreach (var c in local)
        {
            if (!char.IsLetterOrDigit(c) && !char.IsSurrogate(c) && c != '.' && !LocalSpecials.Contains(c, StringComparison.Ordinal))
                return $"'{c}' may not stand before the @";
        }

        return null;
    }

    private static string? DomainFault(ReadOnlySpan<char> domain)
    {
        if (domain.IsEmpty)
            return "there is nothing behind the @";
        if (domain is ['[', .., ']'])
            return System.Net.IPAddress.TryParse(domain[1..^1].StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? domain[6..^1] : domain[1..^1], out _) ? null : "what is in the brackets is not an IP address";
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.IsEmpty || label.Length > 63 || label[0] == '-' || label[^1] == '-')
                return "the part behind the @ is not the name of a domain";
            foreach (var c in label)
            {
                if (!char.IsLetterOrDigit(c) && c != '-' && !char.IsSurrogate(c))
                    return $"'{c}' may not stand behind the @";
            }
        }

        return null;
    }

    private static string Unquoted(string name) => name is ['"', .., '"'] && name.Length > 1 ? name[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : name;

    private static string Quoted(string text) => "\"" + HeaderText.Shown(text) + "\"";
}
