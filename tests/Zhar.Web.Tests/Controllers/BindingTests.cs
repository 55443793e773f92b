using System.Text;
using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

/// <summary>Parameters of actions, from path, query and body.</summary>
public sealed class BindingTests
{
    private const string Fine = "number=5&price=1.50&flag=on&id=0f8fad5b-d9cb-469f-a165-70867728950e&day=2026-01-31&role=store_manager";

    [Fact]
    public async Task Values_are_read_by_their_types_and_defaults_fill_in()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal("5 1.50 True 0f8fad5b-d9cb-469f-a165-70867728950e 2026-01-31 StoreManager  none", (await app.Conn().Get($"/things/typed?{Fine}")).TextResponse());
        Assert.Equal("5 1.50 True 0f8fad5b-d9cb-469f-a165-70867728950e 2026-01-31 StoreManager 2.5 hi", (await app.Conn().Get($"/things/typed?{Fine}&weight=2.5&note=hi")).TextResponse());
        Assert.EndsWith("  none", (await app.Conn().Get($"/things/typed?{Fine}&weight=")).TextResponse(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("number=abc", "number", "a whole number (Int32)", "\"abc\"")]
    [InlineData("number=", "number", "a whole number (Int32)", "\"\"")]
    [InlineData("number=99999999999", "number", "a whole number (Int32)", "\"99999999999\"")]
    [InlineData("number[]=1", "number", "a whole number (Int32)", "a list")]
    [InlineData("number[a]=1", "number", "a whole number (Int32)", "a tree of values")]
    [InlineData("price=1,5", "price", "a number (Decimal)", "\"1,5\"")]
    [InlineData("weight=NaN", "weight", "a number (Double)", "\"NaN\"")]
    [InlineData("flag=maybe", "flag", "true or false", "\"maybe\"")]
    [InlineData("id=7", "id", "a UUID", "\"7\"")]
    [InlineData("day=tomorrow", "day", "a date, such as 2026-01-31", "\"tomorrow\"")]
    [InlineData("role=1", "role", "one of Member, StoreManager", "\"1\"")]
    [InlineData("role=king", "role", "one of Member, StoreManager", "\"king\"")]
    [InlineData("note[]=1", "note", "text", "a list")]
    public async Task What_does_not_fit_is_refused_with_400_that_names_it(string query, string key, string expected, string got)
    {
        await using var app = await ShopEndpoint.Start();
        var all = string.Join('&', Fine.Split('&').Where(p => !p.StartsWith(key + "=", StringComparison.Ordinal)).Append(query));

        var text = await app.Conn().PutHeader("accept", "text/html").Get($"/things/typed?{all}");
        var json = await app.Conn().PutHeader("accept", "application/json").Get($"/things/typed?{all}");

        Assert.Equal($"Bad Request\n\nThe parameter '{key}' has to be {expected}, and is {got}.\n", text.TextResponse(400));
        Assert.Equal("application/problem+json", json.Header("content-type"));
        using var problem = System.Text.Json.JsonDocument.Parse(json.Body);
        Assert.Equal($"has to be {expected}, and is {got}", problem.RootElement.GetProperty("errors").GetProperty(key)[0].GetString());
    }

    [Fact]
    public async Task All_that_is_missing_is_named_at_once()
    {
        await using var app = await ShopEndpoint.Start();

        var text = (await app.Conn().Get("/things/typed?number=1")).TextResponse(400);

        Assert.Equal(["price", "flag", "id", "day", "role"], text.Split('\n').Where(l => l.StartsWith("The", StringComparison.Ordinal)).Select(l => l.Split('\'')[1]));
        Assert.All(text.Split('\n').Where(l => l.StartsWith("The", StringComparison.Ordinal)), l => Assert.EndsWith("and is missing.", l, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ids[]=1&ids[]=2&tags[]=a", "1+2 a ")]
    [InlineData("ids=3&tags=x&roles[]=member", "3 x 1")]
    [InlineData("", "  ")]
    public async Task Lists_hold_what_came(string query, string expected)
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal(expected, (await app.Conn().Get($"/things/lists?{query}")).TextResponse());
    }

    [Fact]
    public async Task An_item_of_a_list_that_does_not_fit_is_named_by_its_place()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Contains("'ids[1]' has to be a whole number (Int32), and is \"x\"", (await app.Conn().Get("/things/lists?ids[]=1&ids[]=x")).TextResponse(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_is_bound_from_a_form_and_from_json_alike()
    {
        await using var app = await ShopEndpoint.Start();
        var form = Params.Of(("user", Params.FromQuery("name=Ada&age=36&role=store_manager&tags[]=a&tags[]=b&address[street]=Main&address[postcode]=1&lines[0][product]=Tea&lines[0][count]=2")));
        const string json = """{"user":{"name":"Ada","age":36,"role":"StoreManager","tags":["a","b"],"address":{"street":"Main","postcode":"1"},"lines":[{"product":"Tea","count":2}]}}""";
        const string expected = """{"name":"Ada","age":36,"role":1,"tags":["a","b"],"address":{"street":"Main","zip":"1"},"lines":[{"product":"Tea","count":2}]}""";

        Assert.Equal(expected, (await app.Conn().Put("/users/1", form)).JsonResponse().GetRawText());
        Assert.Equal(expected, (await app.Conn().Json("PUT", "/users/1", json)).JsonResponse().GetRawText());
        Assert.Equal(expected, (await app.Conn().Json("PUT", "/users/1", json[8..^1])).JsonResponse().GetRawText());
    }

    [Fact]
    public async Task A_property_that_did_not_come_keeps_its_own_value()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal("""{"name":"Ada","age":null,"role":0,"tags":["none"],"address":null,"lines":[]}""", (await app.Conn().Json("PUT", "/users/1", """{"user":{"name":"Ada"}}""")).JsonResponse().GetRawText());
    }

    [Theory]
    [InlineData("""{"user":{"age":1}}""", "user[name]", "missing")]
    [InlineData("""{"user":{"name":"A","age":"x"}}""", "user[age]", "\"x\"")]
    [InlineData("""{"user":{"name":"A","address":{"postcode":"1"}}}""", "user[address][street]", "missing")]
    [InlineData("""{"user":{"name":"A","lines":[{"product":"Tea","count":"many"}]}}""", "user[lines][0][count]", "\"many\"")]
    [InlineData("""{"user":{"name":"A","lines":5}}""", "user[lines]", "\"5\"")]
    [InlineData("""{"user":7}""", "user", "\"7\"")]
    public async Task What_is_wrong_inside_a_record_is_named_by_its_path(string json, string key, string got)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Json("PUT", "/users/1", json);

        using var problem = System.Text.Json.JsonDocument.Parse(conn.Body);
        Assert.Equal(400, conn.Status);
        Assert.EndsWith($"and is {got}", problem.RootElement.GetProperty("errors").GetProperty(key)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_that_has_to_be_there_is_asked_for()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal(400, (await app.Conn().Post("/users", Params.Of(("other", "x")))).Status);
        Assert.Equal("/users/3", (await app.Conn().Post("/users", Params.Of(("user", Params.Of(("name", "Ada")))))).RedirectedTo());
    }

    [Fact]
    public async Task Services_headers_and_the_request_itself_are_given_as_they_are()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.EndsWith("True stuff GET", (await app.Conn().PutHeader("x-thing", "stuff").Get("/things/services")).TextResponse(), StringComparison.Ordinal);
        Assert.Contains("'X-Thing' has to be a request header, and is missing", (await app.Conn().Get("/things/services")).TextResponse(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_uploaded_file_is_a_parameter()
    {
        await using var app = await ShopEndpoint.Start();
        var body = Encoding.UTF8.GetBytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n");

        Assert.Equal("a.txt 5", (await app.Conn().Send("POST", "/things/upload", body, "multipart/form-data; boundary=b")).TextResponse());
        Assert.Contains("'file' has to be a file, and is \"text\"", (await app.Conn().Post("/things/upload", Params.Of(("file", "text")))).TextResponse(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_not_repeated_and_a_long_value_is_cut()
    {
        await using var app = await ShopEndpoint.Start();
        var conn = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        conn.Request.QueryString = new("?password_age=hunter2&plain=" + new string('x', 500));
        var arguments = new Arguments(conn);

        arguments.Value<int>("password_age");
        arguments.Value<int>("plain");

        Assert.Equal("The parameter 'password_age' has to be a whole number (Int32), and is [FILTERED].", arguments.Errors[0].ToString());
        Assert.Equal($"\"{new string('x', 40)}…\"", arguments.Errors[1].Got);
    }

    [Fact]
    public async Task Plugs_of_a_controller_run_in_order_before_the_actions_that_they_guard()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal("base,class False", (await app.Conn().Get("/things/one")).TextResponse());
        Assert.Equal("base,class,only,method True", (await app.Conn().Get("/things/two")).TextResponse());
        Assert.Equal("2", (await app.Conn().Get("/things/counted")).TextResponse());
        Assert.Equal("inside", (await app.Conn().Get("/things/guarded?key=1")).TextResponse());
        Assert.Equal(403, (await app.Conn().Get("/things/guarded")).Status);
        Assert.Equal("halted", (await app.Conn().Get("/things/halted")).Body);
        Assert.Equal("open open base,class", (await app.Conn().Get("/things/listed")).TextResponse());
        Assert.Equal("stopped", (await app.Conn().Get("/things/listed?stop")).TextResponse());
        Assert.True(PlugController.Disposed >= 5);
    }

    [Fact]
    public async Task Blank_text_is_scrubbed_and_its_key_is_required()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal("""{"name": null, "tags": [null, "a"]}""", (await app.Conn().Post("/things/scrubbed", Params.FromQuery("user[name]=+&user[tags][]=&user[tags][]=a"))).TextResponse());
        Assert.Equal(400, (await app.Conn().Post("/things/scrubbed", Params.FromQuery("other=1"))).Status);
    }
}
