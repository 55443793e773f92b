using System.Text;
using CsCheck;
using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

/// <summary>Whatever comes in, an action runs or 400 says why not.</summary>
public sealed class BindingFuzzTests
{
    private static readonly Gen<string> Key = Words(
        "number", "price", "flag", "id", "day", "role", "weight", "note", "ids[]", "ids", "tags[]", "roles[]", "roles", "user", "user[name]", "user[age]", "user[role]", "user[tags][]", "user[tags]",
        "user[address]", "user[address][street]", "user[address][postcode]", "user[lines][0][product]", "user[lines][][count]", "user[lines]", "[", "user[", "user]", "a[][]", "");

    private static readonly Gen<string> Value = Gen.OneOf(
        Words("1", "-1", "1e9", "1,5", "NaN", "", " ", "true", "on", "Member", "store_manager", "99999999999999999999", "2026-01-31", "0f8fad5b-d9cb-469f-a165-70867728950e", "\0", "\ud800", "é", "<script>"),
        Gen.String[0, 30]);

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Words("1", "1.5", "\"x\"", "null", "true", "\"\"", "1e400", "[]", "{}")
        : Gen.OneOf(
            Words("1", "\"Ada\"", "null", "true", "\"store_manager\"", "-0", "12345678901234567890"),
            inner.Array[0, 3].Select(static items => $"[{string.Join(',', items)}]"),
            Gen.Select(Words("user", "name", "age", "role", "tags", "address", "street", "postcode", "lines", "product", "count"), inner).Array[0, 4].Select(static pairs => $"{{{string.Join(',', pairs.Select(static p => $"\"{p.Item1}\":{p.Item2}"))}}}")));

    [Fact]
    public async Task Any_query_and_any_form_is_bound_or_refused()
    {
        await using var app = await ShopEndpoint.Start();

        await Gen.Select(Key, Value).Array[0, 8].SampleAsync(
            async pairs =>
            {
                var text = string.Join('&', pairs.Select(static p => $"{Escape(p.Item1)}={Escape(p.Item2)}"));
                Known((await app.Conn().Get("/things/typed?" + text)).Status, text);
                Known((await app.Conn().Send("POST", "/things/lists", Encoding.UTF8.GetBytes(text), "application/x-www-form-urlencoded")).Status, text);
                Known((await app.Conn().Send("PUT", "/users/1", Encoding.UTF8.GetBytes(text), "application/x-www-form-urlencoded")).Status, text);
            },
            iter: 300);
    }

    [Fact]
    public async Task Any_json_is_bound_or_refused()
    {
        await using var app = await ShopEndpoint.Start();

        await Json.SampleAsync(async json => Known((await app.Conn().Json("PUT", "/users/1", json)).Status, json), iter: 500);
    }

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static string Escape(string text) => Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static void Known(int status, string sent) => Assert.True(status is 200 or 400, $"{status} for {sent}");
}
