using System.Globalization;
using Zhar.Live.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Streams;

public sealed class StreamTests : IAsyncLifetime
{
    private ConnTest _app = null!;
    private LiveTestView _page = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ConnTest.Start<StreamEndpoint>();
        _page = await _app.Conn().Live("/stream");
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public void The_first_html_and_the_join_have_all_items()
    {
        Assert.Contains("<li id=\"items-1\">one</li><li id=\"items-2\">two</li>", _page.DeadHtml);
        Assert.Equal("one two", Items);
    }

    [Fact]
    public async Task Items_come_at_the_end_at_the_start_and_between()
    {
        await Do("insert 3 three -1");
        await Do("insert 0 zero 0");
        await Do("insert 9 nine 2");

        Assert.Equal("zero one nine two three", Items);
    }

    [Fact]
    public async Task An_item_that_is_there_is_replaced_where_it_stands()
    {
        await Do("insert 1 uno -1");

        Assert.Equal("uno two", Items);
    }

    [Fact]
    public async Task An_update_of_an_item_that_is_not_there_puts_nothing_in()
    {
        await Do("update 7 seven");
        await Do("update 2 due");

        Assert.Equal("one due", Items);
    }

    [Fact]
    public async Task A_deleted_item_goes_and_can_come_again()
    {
        await Do("delete 1");
        Assert.Equal("two", Items);

        await Do("delete-insert 2 due");
        Assert.Equal("due", Items);
    }

    [Fact]
    public async Task A_reset_leaves_what_is_put_in_after_it()
    {
        await Do("reset 5 five");
        Assert.Equal("five", Items);

        await Do("reset");
        Assert.Equal("", Items);
    }

    [Fact]
    public async Task A_limit_keeps_the_last_or_the_first_items()
    {
        await Do("limit 3 three -1 -2");
        Assert.Equal("two three", Items);

        await Do("limit 0 zero 0 2");
        Assert.Equal("zero two", Items);
    }

    [Fact]
    public async Task What_was_sent_is_neither_sent_again_nor_kept()
    {
        await Do("insert 3 three -1");
        await Do("touch");

        Assert.Equal("one two three", Items);
        Assert.Equal(0, await _page.PushHook("kept") is { } kept ? kept.GetInt32() : -1);
        Assert.Equal("1", _page.Element("output").Text);
    }

    [Fact]
    public void A_key_without_text_is_refused() => Assert.Throws<ArgumentException>(() => LiveStream<string>.Create("s").Insert("", "x"));

    private string Items => string.Join(' ', _page.Texts("#items li"));

    private Task Do(string command) => _page.PushHook("do", Params.Of(("command", command)));
}

public sealed class StreamEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<StreamRouter>();
}

public sealed class StreamRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash());

    protected override void Routes() => Scope("/", Browser, s => s.Live<StreamLive>("/stream"));
}

public sealed partial class StreamLive : LiveView<StreamLive.Assigns>
{
    public sealed record Assigns(LiveStream<string> Items, int Touches);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) =>
        new(new Assigns(LiveStream<string>.Create("items").Insert(1, "one").Insert(2, "two"), 0));

    [Event] private void Do(string command)
    {
        var words = command.Split(' ');
        var items = State.Items;
        State = words switch
        {
            ["insert", var key, var text, var at] => State with { Items = items.Insert(key, text, int.Parse(at, CultureInfo.InvariantCulture)) },
            ["limit", var key, var text, var at, var limit] => State with { Items = items.Insert(key, text, int.Parse(at, CultureInfo.InvariantCulture), int.Parse(limit, CultureInfo.InvariantCulture)) },
            ["update", var key, var text] => State with { Items = items.Insert(key, text, updateOnly: true) },
            ["delete", var key] => State with { Items = items.Delete(key) },
            ["delete-insert", var key, var text] => State with { Items = items.Delete(key).Insert(key, text) },
            ["reset", var key, var text] => State with { Items = items.Insert("gone", "gone").Reset().Insert(key, text) },
            ["reset"] => State with { Items = items.Reset() },
            _ => State with { Touches = State.Touches + 1 },
        };
    }

    [Event] private LiveAction Kept() => Reply(State.Items.Kept);

    protected override Html Render(Assigns a) => $"""
        <output>{a.Touches}</output>
        <ul id="items" phx-update="stream">{a.Items.Each((id, text) => $"<li id=\"{id}\">{text}</li>")}</ul>
        """;
}
