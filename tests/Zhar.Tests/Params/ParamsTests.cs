using System.Text;
using Xunit;

namespace Zhar.Tests.Parameters;

public sealed class ParamsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("a=1&b=2", """{"a": "1", "b": "2"}""")]
    [InlineData("?a=1&a=2", """{"a": "2"}""")]
    [InlineData("a", """{"a": ""}""")]
    [InlineData("a=b=c", """{"a": "b=c"}""")]
    [InlineData("a[b]=1&a[c]=2", """{"a": {"b": "1", "c": "2"}}""")]
    [InlineData("a[]=1&a[]=2", """{"a": ["1", "2"]}""")]
    [InlineData("a[b][]=1&a[b][]=2", """{"a": {"b": ["1", "2"]}}""")]
    [InlineData("a[][b]=1&a[][b]=2", """{"a": [{"b": "1"}, {"b": "2"}]}""")]
    [InlineData("a[][]=1", """{"a": [["1"]]}""")]
    [InlineData("a=1&a[b]=2", """{"a": {"b": "2"}}""")]
    [InlineData("a[b]=1&a=2", """{"a": "2"}""")]
    [InlineData("a[]=1&a[b]=2", """{"a": {"b": "2"}}""")]
    [InlineData("a%5Bb%5D=%C3%A4+%2B", """{"a": {"b": "ä +"}}""")]
    [InlineData("a[b=1&a]b=2&[a]=3&a[b]c=4", """{"a[b": "1", "a]b": "2", "[a]": "3", "a[b]c": "4"}""")]
    [InlineData("&&a=1&", """{"a": "1"}""")]
    [InlineData("", "{}")]
    public void A_key_says_where_its_value_goes(string query, string expected) => Assert.Equal(expected, Params.FromQuery(query).ToString());

    [Fact]
    public void Json_becomes_the_same_tree_with_numbers_and_truth_values()
    {
        var p = Params.FromJson("""{"user": {"name": "Ada", "age": 36, "vip": true, "rate": 1.10, "tags": ["x", 2]}, "none": null}""");

        Assert.Equal("Ada", p.Nested("user")["name"]);
        Assert.Equal(36, p.Nested("user").Get<int>("age"));
        Assert.True(p.Nested("user").Get<bool>("vip"));
        Assert.Equal(1.10m, p.Nested("user").Get<decimal>("rate"));
        Assert.Equal(["x", "2"], p.Nested("user").List("tags"));
        Assert.Null(p.Get("none"));
        Assert.True(p.Contains("none"));
        Assert.Equal("[1, 2]", Params.FromJson("[1, 2]").ToString()["{\"_json\": ".Length..^1]);
    }

    [Fact]
    public void A_getter_says_what_is_wrong()
    {
        var p = Params.FromQuery("page=two&tags[]=a&user[name]=Ada");

        Assert.Equal("page", Assert.Throws<ParamsException>(() => p.Get<int>("page")).Key);
        Assert.Contains("\"two\"", Assert.Throws<ParamsException>(() => p.Get<int>("page")).Message, StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Throws<ParamsException>(() => p["sort"]).Message, StringComparison.Ordinal);
        Assert.Contains("a list", Assert.Throws<ParamsException>(() => p["tags"]).Message, StringComparison.Ordinal);
        Assert.Contains("single value", Assert.Throws<ParamsException>(() => p.Nested("page")).Message, StringComparison.Ordinal);
        Assert.Contains("tree", Assert.Throws<ParamsException>(() => p.List("user")).Message, StringComparison.Ordinal);
        Assert.Equal(1, p.Get("absent", 1));
        Assert.False(p.TryGet<int>("page", out _));
        Assert.Same(Params.Empty, p.Nested("absent"));
    }

    [Fact]
    public void Indexed_lines_of_a_form_come_in_the_order_of_their_numbers()
    {
        var p = Params.FromQuery("lines[10][n]=c&lines[2][n]=b&lines[0][n]=a");

        Assert.Equal(["a", "b", "c"], p.NestedList("lines").Select(static l => l["n"]));
    }

    [Fact]
    public void Later_values_win_and_the_original_stays()
    {
        var body = Params.FromQuery("id=1&name=Ada");

        var merged = body.Merge(Params.FromQuery("id=2")).With("page", 3);

        Assert.Equal("""{"id": "2", "name": "Ada", "page": 3}""", merged.ToString());
        Assert.Equal("1", body["id"]);
    }

    [Theory]
    [InlineData("a=%", "escape")]
    [InlineData("a=%zz", "escape")]
    [InlineData("a=%ff", "UTF-8")]
    [InlineData("a=1&b=2&c=3&d=4", "more than 3")]
    [InlineData("a[b][c][d]=1", "3 levels")]
    [InlineData("a=0123456789012345678901234567890123456789", "longer")]
    public void A_query_over_the_limits_or_broken_is_refused(string query, string says)
    {
        var limits = new ParamsLimits { MaxCount = 3, MaxDepth = 3, MaxLength = 40 };

        Assert.Contains(says, Assert.Throws<ParamsException>(() => Params.FromQuery(query, limits)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{} {}")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("{\"a\": 1e999}")]
    [InlineData("[[[[1]]]]")]
    [InlineData("[1,2,3,4]")]
    public void Json_over_the_limits_or_broken_is_refused(string json) =>
        Assert.Throws<ParamsException>(() => Params.FromJson(json, new ParamsLimits { MaxCount = 4, MaxDepth = 3 }));

    [Fact]
    public void Whatever_comes_in_is_decoded_or_refused_within_the_limits()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed: {seed}");
        var random = new Random(seed);
        var limits = new ParamsLimits { MaxCount = 20, MaxDepth = 5, MaxLength = 200 };
        const string Alphabet = "ab[]=&%+5BfF\"{}:,0 \\ué\ud83d";
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Create(random.Next(60), random, static (span, r) =>
            {
                foreach (ref var c in span)
                    c = Alphabet[r.Next(Alphabet.Length)];
            });
            foreach (var decode in new Func<Params>[] { () => Params.FromQuery(text, limits), () => Params.FromJson(text, limits), () => Params.FromJson(Encoding.Latin1.GetBytes(text), limits) })
            {
                try
                {
                    var p = decode();
                    Assert.InRange(Depth(p), 1, limits.MaxDepth + 1);
                    _ = p.ToString();
                }
                catch (ParamsException e)
                {
                    Assert.NotEmpty(e.Message);
                }
            }
        }
    }

    [Fact]
    public void A_form_is_drawn_from_plain_params()
    {
        var form = new ParamsForm(
            Params.FromQuery("q=zhar&lines[0][n]=1&lines[1][n]=2&range[from]=3"), "search",
            new Dictionary<string, IReadOnlyList<FormError>> { ["q"] = [new("has {count} letters", new Dictionary<string, object?> { ["count"] = 4 })] });

        Assert.Equal("zhar", form.Value("q"));
        Assert.Equal("has 4 letters", Assert.Single(form.Errors("q")).ToString());
        Assert.Equal(["search[lines][0]", "search[lines][1]"], form.Nested("lines").Select(static f => f.Name));
        Assert.Equal("2", form.Nested("lines")[1].Value("n"));
        Assert.Equal("search[range]", Assert.Single(form.Nested("range")).Name);
        Assert.Empty(form.Nested("absent"));
    }

    private static int Depth(object? value) => value switch
    {
        Params p => 1 + p.Select(static v => Depth(v.Value)).DefaultIfEmpty().Max(),
        System.Collections.IEnumerable list and not string => 1 + list.Cast<object?>().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
