using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Zhar.Docs.Tests.Oidc;

/// <summary>An OpenID provider inside the test: its documents, its keys, and the exchange of codes. It checks what a real one checks.</summary>
internal sealed class FakeIdentityProvider : HttpMessageHandler
{
    internal const string Issuer = "https://id.example.org";
    internal const string ClientId = "my-app";
    internal const string ClientSecret = "a secret of the client";

    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, (string Nonce, string Challenge, string RedirectUri, IReadOnlyDictionary<string, object> Claims)> _codes = [];

    /// <summary>What the user does at the provider: signs in and agrees.</summary>
    /// <param name="url">Where the application has sent the browser.</param>
    /// <param name="claims">What the provider knows of the user.</param>
    /// <returns>What the browser sends to the application then.</returns>
    internal Params Agree(string url, IReadOnlyDictionary<string, object> claims)
    {
        var asked = QueryHelpers.ParseQuery(new Uri(url).Query);
        Assert.Equal((ClientId, "code", "S256"), (asked["client_id"].ToString(), asked["response_type"].ToString(), asked["code_challenge_method"].ToString()));
        Assert.Contains("email", asked["scope"].ToString().Split(' '));
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _codes.Add(code, (asked["nonce"].ToString(), asked["code_challenge"].ToString(), asked["redirect_uri"].ToString(), claims));
        return Params.Of(("code", code), ("state", asked["state"].ToString()));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.RequestUri?.ToString() switch
    {
        Issuer + "/.well-known/openid-configuration" => Json(new Dictionary<string, object>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["jwks_uri"] = Issuer + "/keys",
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        }),
        Issuer + "/keys" => Json(new Dictionary<string, object> { ["keys"] = new[] { PublicKey() } }),
        Issuer + "/token" => Exchange(QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken)).ToDictionary(p => p.Key, p => p.Value.ToString())), // a post has a body
        _ => new HttpResponseMessage(HttpStatusCode.NotFound),
    };

    protected override void Dispose(bool disposing)
    {
        _key.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Exchange(Dictionary<string, string> form)
    {
        var isKnown = _codes.Remove(form["code"], out var asked);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"])));
        if (!isKnown || challenge != asked.Challenge || form["client_secret"] != ClientSecret || form["redirect_uri"] != asked.RedirectUri)
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"error":"invalid_grant"}""", Encoding.UTF8, "application/json") };

        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(asked.Claims) { ["iss"] = Issuer, ["aud"] = ClientId, ["nonce"] = asked.Nonce, ["iat"] = now, ["exp"] = now + 60 };
        return Json(new Dictionary<string, object> { ["access_token"] = "unused", ["token_type"] = "Bearer", ["expires_in"] = 60, ["id_token"] = Sign(claims) });
    }

    private string Sign(Dictionary<string, object> claims)
    {
        var text = Encode(new Dictionary<string, object> { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "1" }) + "." + Encode(claims);
        return text + "." + Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private Dictionary<string, object> PublicKey()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = "1", ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent) };
    }

    private static string Encode(Dictionary<string, object> part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private static HttpResponseMessage Json(Dictionary<string, object> document) => new(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(document), Encoding.UTF8, "application/json") };
}
