using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Live.Testing;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Components;

/// <summary>Stateful components: their state, events, props, and their end.</summary>
public sealed class ComponentTests : IAsyncLifetime
{
    private readonly Journal _journal = new();
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<ComponentsEndpoint>(services: s => s.AddSingleton(_journal));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_first_HTML_has_the_markup_of_components_and_no_numbers()
    {
        var html = (await _app.Conn().Get("/board")).HtmlResponse();

        Assert.Contains("<b>Bob</b><i>bob</i><output>0</output>", html, StringComparison.Ordinal);
        Assert.Contains("worn 0", html, StringComparison.Ordinal);
        Assert.DoesNotContain("phx-target=\"1\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-phx-component", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_start_at_one_in_the_order_of_the_page_then_come_the_components_inside()
    {
        var page = await _app.Conn().Live("/board");

        Assert.Equal(["1", "2", "3"], new[] { "a", "b", "c" }.Select(id => page.Element("#card-" + id)["data-phx-component"]!));
        Assert.Equal(["4", "5", "6"], new[] { "a", "b", "c" }.Select(id => page.Element("#badge-" + id)["data-phx-component"]!));
    }

    [Fact]
    public async Task An_event_for_a_component_changes_it_alone()
    {
        var page = await _app.Conn().Live("/board");
        var renders = _journal.Lines.Count;

        await page.Element("#card-b .like").Click();
        await page.Element("#card-b .two").Click();

        Assert.Equal("3", page.Element("#card-b output").Text);
        Assert.Equal("0", page.Element("#card-a output").Text);
        Assert.True(page.Has("#card-b .hot"));
        Assert.Equal(["render b", "render b"], _journal.Lines.Skip(renders));
    }

    [Fact]
    public async Task The_state_lives_on_when_the_page_around_it_changes_or_the_items_move()
    {
        var page = await _app.Conn().Live("/board");
        await page.Element("#card-b .like").Click();
        await page.Element("#badge-b").Click();

        await page.PushHook("reverse");
        await page.PushHook("tick");

        Assert.Equal("1", page.Element("#card-b output").Text);
        Assert.Equal("worn 1", page.Element("#badge-b").Text);
        Assert.Equal(["Cleo", "Bob", "Ada"], page.Texts("li b"));
    }

    [Fact]
    public async Task Equal_props_update_nothing_and_other_props_update_their_component()
    {
        var page = await _app.Conn().Live("/board");
        var before = _journal.Lines.Count;

        await page.PushHook("tick");
        await page.PushHook("rename", Params.Of(("id", "b"), ("title", "Bert")));

        Assert.Equal("Bert", page.Element("#card-b b").Text);
        Assert.Equal("bert", page.Element("#card-b i").Text);
        Assert.Equal(["render view", "render view", "load b", "render b"], _journal.Lines.Skip(before));
    }

    [Fact]
    public async Task Components_of_a_class_are_updated_together()
    {
        await _app.Conn().Live("/board");

        Assert.Equal(2, _journal.Count("load a,b,c")); // for the first HTML, and connected
        Assert.Equal(2, _journal.Count("mount b"));
    }

    [Fact]
    public async Task An_update_is_sent_from_the_view_and_from_outside()
    {
        var page = await _app.Conn().Live("/board");

        await page.PushHook("nudge", Params.Of(("id", "c")));
        await page.WaitFor(html => html.Contains("Cleo!", StringComparison.Ordinal));
        CardComponent.SendUpdate(page.Pid, "a", new("Ann"));
        await page.WaitFor(html => html.Contains("<b>Ann</b><i>ann</i>", StringComparison.Ordinal));

        // The page says what it said before, and nobody has told it otherwise.
        await page.PushHook("nudge", Params.Of(("id", "nobody")));
        Assert.Equal("Bob", page.Element("#card-b b").Text);
    }

    [Fact]
    public async Task A_component_speaks_with_the_view()
    {
        var page = await _app.Conn().Live("/board");

        await page.Element("#card-c .pick").Click();
        await page.WaitFor(html => html.Contains("picked Cleo", StringComparison.Ordinal));
        await page.Element("#card-c .praise").Click();
        await page.Element("#card-a .say").Click();

        Assert.Equal("a", page.Element("#heard").Text);
        await page.AssertPatch("/board?say=a");
    }

    [Fact]
    public async Task A_message_for_the_user_renders_the_view_too()
    {
        var page = await _app.Conn().Live("/board");

        await page.Element("#card-c .praise").Click();

        Assert.Equal("praised c", page.Element("#flash").Text);
    }

    [Fact]
    public async Task A_hook_gets_the_reply_of_a_component()
    {
        var page = await _app.Conn().Live("/board");
        await page.Element("#card-a .two").Click();

        var reply = await page.PushHook("ask", target: "#card-a");

        Assert.Equal(2, reply?.GetInt32());
    }

    [Fact]
    public async Task A_component_that_has_left_the_page_is_forgotten()
    {
        var page = await _app.Conn().Live("/board");
        await page.Element("#card-b .like").Click();

        await page.PushHook("drop", Params.Of(("id", "b")));
        Assert.Equal([1, 3, 4, 6], page.Components);
        await page.PushHook("append", Params.Of(("id", "b")));

        Assert.Equal("0", page.Element("#card-b output").Text);
        Assert.Equal([1, 3, 4, 6, 7, 8], page.Components);
    }

    [Fact]
    public async Task A_page_whose_template_is_another_one_keeps_its_components()
    {
        var page = await _app.Conn().Live("/board");
        await page.Element("#card-b .like").Click();

        await page.PushHook("other");
        await page.Element("#card-a .like").Click();
        await page.PushHook("other");

        Assert.Equal(["1", "1", "0"], page.Texts("output"));
    }

    [Fact]
    public async Task Work_beside_the_page_renders_the_component()
    {
        var page = await _app.Conn().Live("/board");
        await page.PushHook("busy");

        await page.PushHook("load", Params.Of(("what", "news")), "#load");
        await page.WaitFor(html => html.Contains("idle news", StringComparison.Ordinal));
        await page.PushHook("load", Params.Of(("what", "fail")), "#load");

        await page.WaitFor(html => html.Contains("failed news", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_component_has_streams()
    {
        var page = await _app.Conn().Live("/board");
        await page.PushHook("busy");

        await page.PushHook("write", Params.Of(("line", "second")), "#load");
        await page.PushHook("tick");

        Assert.Equal(["second", "first"], page.Texts("#lines li"));
    }

    [Fact]
    public async Task A_component_in_a_memo_lives_on_while_the_memo_is_not_made()
    {
        var page = await _app.Conn().Live("/memo");

        await page.PushHook("tick");
        await page.Element("#in-memo").Click();
        await page.PushHook("tick");

        Assert.Equal("worn 1", page.Element("#in-memo").Text);
        Assert.Equal("2", page.Element("p").Text);
    }

    [Fact]
    public async Task An_error_in_a_component_ends_its_page()
    {
        var page = await _app.Conn().Live("/board");
        var other = await _app.Conn().Live("/board");

        await Assert.ThrowsAsync<ExpectationException>(page.Element("#card-a .fail").Click);

        Assert.True(page.HasEnded);
        await other.Element("#card-a .like").Click();
        Assert.Equal("1", other.Element("#card-a output").Text);
    }

    [Theory]
    [InlineData("twice", "Two components BadgeComponent with the id \"one\" are in one page")]
    [InlineData("two-roots", "The template of the stateful component TwoRootsComponent is not one element")]
    [InlineData("attribute", "The stateful component BadgeComponent with the id \"one\" stands where none can be")]
    public async Task What_cannot_work_says_so_in_the_first_HTML(string what, string expected)
    {
        var answer = await _app.Conn().Get("/wrong/" + what);

        Assert.Equal(500, answer.Status);
        Assert.Contains(_app.Log.Entries, e => e.Exception?.ToString().Contains(expected, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_component_sends_the_browser_elsewhere()
    {
        Assert.Equal("/board", (await _app.Conn().TryLive("/wrong/away")).Navigation?.To);

        var page = await _app.Conn().Live("/wrong/away-connected");
        var board = await page.FollowNavigate();

        Assert.True(board.Has("#card-a"));
    }

    [Fact]
    public async Task A_component_that_comes_back_before_it_is_gone_is_sent_whole()
    {
        await using var app = await Support.LiveApp.Start<ComponentsEndpoint>(s => s.AddSingleton(_journal));
        var page = await app.Open("/board");
        await page.Push("cids_will_destroy", Params.FromJson("""{"cids":[2,5]}"""u8));

        var diff = (await page.Event("rename", values: [("id", "b"), ("title", "Bert")])).Payload.GetProperty("diff");
        var gone = (await page.Push("cids_destroyed", Params.FromJson("""{"cids":[2,5,99]}"""u8))).Payload.GetProperty("cids");

        Assert.True(diff.GetProperty("c").GetProperty("2").TryGetProperty("s", out _));
        Assert.True(diff.GetProperty("c").GetProperty("5").TryGetProperty("s", out _));
        Assert.Equal("[]", gone.GetRawText());
    }

    [Fact]
    public async Task What_a_page_says_of_components_it_does_not_have_harms_nobody()
    {
        await using var app = await Support.LiveApp.Start<ComponentsEndpoint>(s => s.AddSingleton(_journal));
        var page = await app.Open("/board");

        var unknown = await page.Push("event", Params.Of(("type", "click"), ("event", "like"), ("cid", 77), ("value", Params.Empty)));
        await page.Channel.Push("cids_will_destroy", Params.FromJson("""{"cids":["x"]}"""u8)).AssertReply("error");
        await page.Channel.Push("cids_destroyed", Params.FromJson("""{"cids":{"a":1}}"""u8)).AssertReply("error");
        var gone = await page.Push("cids_destroyed", Params.FromJson("""{"cids":[1,2,-7]}"""u8));
        var liked = await page.Push("event", Params.Of(("type", "click"), ("event", "like"), ("cid", 1), ("value", Params.Empty)));

        Assert.Equal("{}", unknown.Payload.GetRawText());
        Assert.Equal("""{"cids":[]}""", gone.Payload.GetRawText());
        Assert.Equal("""{"diff":{"c":{"1":{"3":"1"}}}}""", liked.Payload.GetRawText());
        Assert.Contains(app.Conns.Log.Entries, static e => e.Message.Contains("the component 77, which it does not have", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_a_component_does_not_know_ends_its_page()
    {
        var page = await _app.Conn().Live("/board");

        await Assert.ThrowsAsync<ExpectationException>(() => page.PushHook("nothing", target: "#card-a"));

        Assert.True(page.HasEnded);
        Assert.Contains(_app.Log.Entries, static e => e.Exception?.Message.StartsWith("CardComponent has no handler for the event \"nothing\"", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Events_from_a_portal_go_to_the_component_that_it_is_in()
    {
        var page = await _app.Conn().Live("/portal");

        await page.Element("#away-wrap button").Click();

        Assert.Equal("Confirm 1", page.Element("#away-wrap button").Text);
    }

    [Fact]
    public async Task Components_of_one_template_share_its_literals()
    {
        await using var app = await Support.LiveApp.Start<ComponentsEndpoint>(s => s.AddSingleton(_journal));
        var page = await app.Get("/board");
        var joined = (await page.Join()).Payload.GetProperty("rendered").GetProperty("c");

        var appended = (await page.Event("append", values: ("id", "d"))).Payload.GetProperty("diff").GetProperty("c");

        Assert.Equal(JsonValueKind.Array, joined.GetProperty("1").GetProperty("s").ValueKind);
        Assert.Equal([1, 1, 4, 4], new[] { "2", "3", "5", "6" }.Select(cid => joined.GetProperty(cid).GetProperty("s").GetInt32()));
        Assert.Equal([-1, -4], new[] { "7", "8" }.Select(cid => appended.GetProperty(cid).GetProperty("s").GetInt32()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_happens_the_page_shows_what_the_server_has(int seed)
    {
        var random = new Random(seed);
        var page = await _app.Conn().Live("/board");
        List<(string Id, string Title, int Likes, int Worn)> model = [("a", "Ada", 0, 0), ("b", "Bob", 0, 0), ("c", "Cleo", 0, 0)];

        for (var step = 0; step < 120; step++)
        {
            var at = model.Count == 0 ? -1 : random.Next(model.Count);
            switch (random.Next(8))
            {
                case 0 when model.Count < 12:
                    var id = ((char)('a' + random.Next(20))).ToString();
                    if (model.Exists(m => m.Id == id))
                        break;
                    await page.PushHook("append", Params.Of(("id", id)));
                    model.Add((id, id.ToUpperInvariant(), 0, 0));
                    break;
                case 1 when at >= 0:
                    await page.PushHook("drop", Params.Of(("id", model[at].Id)));
                    await page.PushHook("tick"); // what has left is gone before it may come back
                    model.RemoveAt(at);
                    break;
                case 2 when at >= 0:
                    await page.PushHook("rename", Params.Of(("id", model[at].Id), ("title", "T" + step)));
                    model[at] = model[at] with { Title = "T" + step };
                    break;
                case 3:
                    await page.PushHook("reverse");
                    model.Reverse();
                    break;
                case 4:
                    await page.PushHook("other");
                    break;
                case 5 or 6 when at >= 0:
                    await page.Element($"#card-{model[at].Id} .like").Click();
                    model[at] = model[at] with { Likes = model[at].Likes + 1 };
                    break;
                case 7 when at >= 0:
                    await page.Element($"#badge-{model[at].Id}").Click();
                    model[at] = model[at] with { Worn = model[at].Worn + 1 };
                    break;
            }

            Assert.Equal(model.Select(static m => m.Title), page.Texts("li b"));
            Assert.Equal(model.Select(static m => m.Title.ToLowerInvariant()), page.Texts("li > i"));
            Assert.Equal(model.Select(static m => $"{m.Likes}"), page.Texts("li output"));
            Assert.Equal(model.Select(static m => $"worn {m.Worn}"), page.Texts("li .badge"));
            Assert.Equal(model.Count(static m => m.Likes > 1), page.Count(".hot"));
        }
    }
}
