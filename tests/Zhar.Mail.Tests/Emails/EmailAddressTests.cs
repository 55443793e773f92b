namespace Zhar.Mail.Tests.Emails;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.org", "ada@example.org", null)]
    [InlineData("  ada@example.org ", "ada@example.org", null)]
    [InlineData("Ada Lovelace <ada@example.org>", "ada@example.org", "Ada Lovelace")]
    [InlineData("\"Lovelace, Ada\" <ada@example.org>", "ada@example.org", "Lovelace, Ada")]
    [InlineData("<ada@example.org>", "ada@example.org", null)]
    [InlineData("o'brien+lists@sub.example.co.uk", "o'brien+lists@sub.example.co.uk", null)]
    [InlineData("ünï@exämple.org", "ünï@exämple.org", null)]
    [InlineData("root@[127.0.0.1]", "root@[127.0.0.1]", null)]
    [InlineData("root@[IPv6:::1]", "root@[IPv6:::1]", null)]
    [InlineData("\"very odd\"@example.org", "\"very odd\"@example.org", null)]
    [InlineData("postmaster@localhost", "postmaster@localhost", null)]
    public void An_address_is_read_with_its_name(string text, string address, string? name)
    {
        EmailAddress read = text;

        Assert.Equal((address, name), (read.Address, read.Name));
        Assert.True(EmailAddress.TryParse(text, out _));
    }

    [Theory]
    [InlineData("", "has no @")]
    [InlineData("ada", "has no @")]
    [InlineData("@example.org", "nothing before the @")]
    [InlineData("ada@", "nothing behind the @")]
    [InlineData("ada@example..org", "not the name of a domain")]
    [InlineData("ada@-example.org", "not the name of a domain")]
    [InlineData("ada@exa mple.org", "' ' may not stand behind the @")]
    [InlineData("ada@[300.1.1.1]", "not an IP address")]
    [InlineData("a da@example.org", "' ' may not stand before the @")]
    [InlineData("ada,bob@example.org", "',' may not stand before the @")]
    [InlineData(".ada@example.org", "dot in a wrong place")]
    [InlineData("a..da@example.org", "dot in a wrong place")]
    [InlineData("Ada ada@example.org>", "has no '<'")]
    [InlineData("\"a\\\"b\"@example.org", "quote or a backslash")]
    public void What_is_no_address_is_refused_with_the_reason(string text, string reason)
    {
        var e = Assert.Throws<FormatException>(() => EmailAddress.Parse(text));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.False(EmailAddress.TryParse(text, out _));
    }

    [Theory]
    [InlineData("ada@example.org\r\nBcc: eve@example.org", "a line break")]
    [InlineData("ada@example.org\nBcc: eve@example.org", "a line break")]
    [InlineData("ada\0@example.org", "U+0000")]
    [InlineData("ada\u2028@example.org", "U+2028")]
    [InlineData("Ada\r\nBcc: eve@example.org <ada@example.org>", "a line break")]
    [InlineData("Ada\u0007 <ada@example.org>", "U+0007")]
    public void A_header_cannot_be_smuggled_into_an_address(string text, string control)
    {
        var e = Assert.Throws<FormatException>(() => EmailAddress.Parse(text));

        Assert.Contains(control, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Long_addresses_are_refused()
    {
        Assert.Throws<FormatException>(() => EmailAddress.Parse(new string('a', 65) + "@example.org"));
        Assert.Throws<FormatException>(() => EmailAddress.Parse("ada@" + string.Join('.', Enumerable.Repeat("example", 40))));
        Assert.Equal(76, EmailAddress.Parse(new string('a', 64) + "@example.org").Address.Length);
    }
}
