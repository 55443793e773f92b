using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Zhar.Web.Tests.Tokens;

public sealed partial class TokenTests
{
    private static readonly string Secret = new('a', 64);
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-22T12:00:00Z"));

    private KeyRing Keys(string? secret = null, params string[] older) => new(secret ?? Secret, older, _time);

    [Fact]
    public void A_signed_token_gives_its_data_and_time_back()
    {
        var keys = Keys();

        var result = Token.Verify(keys, "user socket", Token.Sign(keys, "user socket", "žár 42"));

        Assert.Equal(new ValidToken<string>("žár 42", _time.GetUtcNow()), result);
    }

    [Fact]
    public void An_encrypted_token_hides_its_data_and_gives_it_back()
    {
        var keys = Keys();

        var token = Token.Encrypt(keys, "user socket", "a secret text");

        Assert.DoesNotContain("secret", System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token)));
        Assert.Equal("a secret text", Token.Decrypt(keys, "user socket", token).DataOrDefault);
        Assert.NotEqual(token, Token.Encrypt(keys, "user socket", "a secret text"));
    }

    [Fact]
    public void A_token_carries_a_typed_value_as_json()
    {
        var keys = Keys();
        var claim = new Claim(7, "admin");

        var signed = Token.Sign(keys, "claim", claim, Json.Default.Claim);
        var encrypted = Token.Encrypt(keys, "claim", claim, Json.Default.Claim);

        Assert.Equal(claim, Token.Verify(keys, "claim", signed, Json.Default.Claim).DataOrDefault);
        Assert.Equal(claim, Token.Decrypt(keys, "claim", encrypted, Json.Default.Claim).DataOrDefault);
        Assert.IsType<InvalidToken<Claim>>(Token.Verify(keys, "claim", Token.Sign(keys, "claim", "no json"), Json.Default.Claim));
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_token_expires_at_its_greatest_age(int seconds, bool valid)
    {
        var keys = Keys();
        var signed = Token.Sign(keys, "s", "x");
        var encrypted = Token.Encrypt(keys, "s", "x");
        var made = _time.GetUtcNow();

        _time.Advance(TimeSpan.FromSeconds(seconds));

        var minute = TimeSpan.FromMinutes(1);
        Assert.Equal(valid, Token.Verify(keys, "s", signed, minute).IsValid);
        Assert.Equal(valid, Token.Decrypt(keys, "s", encrypted, minute).IsValid);
        if (!valid)
            Assert.Equal(new ExpiredToken<string>(made), Token.Verify(keys, "s", signed, minute));
    }

    [Fact]
    public void A_token_expires_after_a_day_by_default_and_never_when_asked()
    {
        var keys = Keys();
        var token = Token.Sign(keys, "s", "x");

        _time.Advance(TimeSpan.FromDays(1));

        Assert.IsType<ExpiredToken<string>>(Token.Verify(keys, "s", token));
        Assert.IsType<ValidToken<string>>(Token.Verify(keys, "s", token, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void A_token_is_invalid_for_another_purpose_another_kind_and_another_secret()
    {
        var keys = Keys();
        var signed = Token.Sign(keys, "a", "x");
        var encrypted = Token.Encrypt(keys, "a", "x");

        Assert.IsType<InvalidToken<string>>(Token.Verify(keys, "b", signed));
        Assert.IsType<InvalidToken<string>>(Token.Decrypt(keys, "b", encrypted));
        Assert.IsType<InvalidToken<string>>(Token.Verify(keys, "a", encrypted));
        Assert.IsType<InvalidToken<string>>(Token.Decrypt(keys, "a", signed));
        Assert.IsType<InvalidToken<string>>(Token.Verify(Keys(new string('b', 64)), "a", signed));
        Assert.IsType<InvalidToken<string>>(Token.Decrypt(Keys(new string('b', 64)), "a", encrypted));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("not a token at all")]
    [InlineData("ÄÖÜ")]
    [InlineData("AQ==")]
    public void What_is_no_token_is_invalid(string? text)
    {
        Assert.IsType<InvalidToken<string>>(Token.Verify(Keys(), "s", text));
        Assert.IsType<InvalidToken<string>>(Token.Decrypt(Keys(), "s", text));
    }

    [Fact]
    public void A_token_of_an_older_secret_is_valid_until_the_secret_leaves_the_ring()
    {
        var before = new string('b', 64);
        var signed = Token.Sign(Keys(before), "s", "x");
        var encrypted = Token.Encrypt(Keys(before), "s", "x");

        Assert.True(Token.Verify(Keys(Secret, before), "s", signed).IsValid);
        Assert.True(Token.Decrypt(Keys(Secret, before), "s", encrypted).IsValid);
        Assert.False(Token.Verify(Keys(), "s", signed).IsValid);
        Assert.False(Token.Decrypt(Keys(), "s", encrypted).IsValid);
        Assert.True(Token.Verify(Keys(), "s", Token.Sign(Keys(Secret, before), "s", "x")).IsValid);
    }

    [Fact]
    public void No_altered_token_is_valid()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        var keys = Keys();
        var signed = Token.Sign(keys, "s", "user 1");
        var encrypted = Token.Encrypt(keys, "s", "user 1");

        for (var i = 0; i < 5000; i++)
        {
            foreach (var (token, verify) in new (string, Func<string, TokenResult<string>>)[] { (signed, t => Token.Verify(keys, "s", t)), (encrypted, t => Token.Decrypt(keys, "s", t)) })
            {
                var changed = Change(random, token);
                Assert.True(changed == token || verify(changed) is InvalidToken<string>, $"seed {Seed}, round {i}: {changed} was accepted in place of {token}");
            }
        }
    }

    [Fact]
    public void A_text_over_the_limit_is_neither_made_nor_read()
    {
        var verifier = new MessageVerifier(Keys(), "cookie", maxLength: 100);
        var encryptor = new MessageEncryptor(Keys(), "cookie", maxLength: 100);

        var error = Assert.Throws<ArgumentException>(() => verifier.Sign(new byte[100]));
        Assert.Contains("100 characters", error.Message);
        Assert.Throws<ArgumentException>(() => encryptor.Encrypt(new byte[100]));
        Assert.Null(verifier.Verify(new MessageVerifier(Keys(), "cookie").Sign(new byte[100])));
        Assert.Null(encryptor.Decrypt(new MessageEncryptor(Keys(), "cookie").Encrypt(new byte[100])));
        Assert.Equal(new byte[10], verifier.Verify(verifier.Sign(new byte[10])));
        Assert.Equal(new byte[10], encryptor.Decrypt(encryptor.Encrypt(new byte[10])));
    }

    [Theory]
    [InlineData("", "SECRET_KEY_BASE is not set")]
    [InlineData("short", "SECRET_KEY_BASE has 5 bytes; it needs at least 64")]
    public void A_secret_that_is_missing_or_short_is_refused(string secret, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => new KeyRing(secret));

        Assert.Contains(message, error.Message);
        Assert.Contains("openssl rand", error.Message);
    }

    [Fact]
    public void The_ring_reads_its_secrets_from_configuration()
    {
        var before = KeyRing.NewSecret();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(KeyRing.SecretName, Secret), new(KeyRing.OlderSecretsName, $"{before} {KeyRing.NewSecret()}")])
            .Build();

        var keys = KeyRing.From(configuration);

        Assert.Equal(3, keys.Count);
        Assert.True(Token.Verify(keys, "s", Token.Sign(new KeyRing(before), "s", "x")).IsValid);
    }

    private static string Change(Random random, string token)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ";
        var at = random.Next(token.Length);
        return random.Next(4) switch
        {
            0 => token[..at] + Alphabet[random.Next(Alphabet.Length)] + token[(at + 1)..],
            1 => token[..at],
            2 => token[..at] + Alphabet[random.Next(Alphabet.Length)] + token[at..],
            _ => token + token[..at],
        };
    }

    private sealed record Claim(int Id, string Role);

    [JsonSerializable(typeof(Claim))]
    private sealed partial class Json : JsonSerializerContext;
}
