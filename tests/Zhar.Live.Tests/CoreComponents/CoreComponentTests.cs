using Zhar.Live.Testing;
using Zhar.Web;
using Zhar.Web.Testing;
using static Zhar.Live.CoreComponents;

namespace Zhar.Live.Tests.Components;

public sealed class CoreComponentTests : IAsyncLifetime
{
    private ConnTest _app = null!;
    private LiveTestView _page = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ConnTest.Start<CoreEndpoint>();
        _page = await _app.Conn().Live("/core");
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public void A_header_and_a_list_show_what_they_are_given()
    {
        Assert.Equal("<header class=\"page-header\"><div><h1>Users &amp; more</h1></div></header>", Header(Html.Text("Users & more")).ToString().Trim());
        Assert.Equal("<dl class=\"data-list\"><dt>Name</dt><dd>Ada</dd></dl>", DataList(("Name", Html.Text("Ada"))).ToString());
    }

    [Fact]
    public void An_icon_is_decoration_unless_it_has_a_label()
    {
        var shapes = Enum.GetValues<IconName>().Select(static name => Icon(name).ToString()).ToList();

        Assert.All(shapes, static svg => Assert.Matches("^\\s*<svg class=\"icon\" viewBox=\"0 0 24 24\"[^>]* aria-hidden=\"true\" ?><path d=\"M[^\"]+\"></path></svg>\\s*$", svg));
        Assert.Equal(shapes.Count, shapes.Distinct().Count());
        Assert.Contains("aria-hidden=\"false\" role=\"img\" aria-label=\"Delete &amp; forget\" id=\"bin\"", Icon(IconName.Trash, "Delete & forget", Attrs.Of(("id", "bin"))).ToString(), StringComparison.Ordinal);
        Assert.Contains("<path d=\"M1 1h2\">", Icon("M1 1h2").ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Icon(" "));
    }

    [Fact]
    public void A_form_has_the_id_by_which_its_input_is_kept()
    {
        var form = LiveForm(new Form(new ParamsForm(Params.Of(("name", "Ada & co"))), "user"), new EventRef("save"), Js.Push(new EventRef("validate")), f => $"<input name=\"{f["name"].Name}\" value=\"{f["name"].Text}\">", Attrs.Of(("class", "wide")));
        var sent = LiveForm(new Form(new ParamsForm(Params.Empty), "search"), new EventRef("search"), null, _ => default);

        Assert.Equal("<form id=\"user\" phx-change=\"[[&quot;push&quot;,{&quot;event&quot;:&quot;validate&quot;}]]\" phx-submit=\"save\" class=\"wide\"><input name=\"user[name]\" value=\"Ada &amp; co\"></form>", form.ToString().Replace("&#34;", "&quot;", StringComparison.Ordinal));
        Assert.Equal("<form id=\"search\" phx-submit=\"search\"></form>", sent.ToString());
        Assert.Throws<ArgumentException>(() => LiveForm(new Form(new ParamsForm(Params.Empty)), new EventRef("save"), null, _ => default));
    }

    [Fact]
    public void A_table_has_a_row_for_each_item_and_a_head_for_each_column()
    {
        Assert.Equal(["Name", "Length", "Actions"], _page.Texts("#users th[scope=col]"));
        Assert.Equal(["Ada", "3", "Edit Ada", "Grace", "5", "Edit Grace"], _page.Texts("#users td"));
        Assert.Equal("People", _page.Element("#users caption").Text);
    }

    [Fact]
    public async Task A_message_shows_until_it_is_dismissed()
    {
        Assert.False(_page.Has("#flash-group-error"));

        await _page.PushHook("warn");
        Assert.Equal("alert", _page.Element("#flash-group-error")["role"]);
        Assert.Equal("Careful", _page.Element("#flash-group-error p").Text);

        await _page.Element("#flash-group-error button").Click();
        Assert.False(_page.Has("#flash-group-error"));
    }

    [Fact]
    public void A_modal_is_a_dialog_with_a_name_that_keeps_the_focus()
    {
        var box = _page.Element("#edit [role=dialog]");

        Assert.Equal("true", box["aria-modal"]);
        Assert.Equal("Edit", _page.Element("#" + box["aria-labelledby"]).Text);
        Assert.Equal("Phoenix.FocusWrap", box["phx-hook"]);
        Assert.Equal("""[["hide",{"to":"#edit"}],["pop_focus",{}],["patch",{"href":"/core"}]]""", _page.Element("#edit")["data-cancel"]);
        Assert.Null(_page.Element("#edit")["phx-mounted"]);
    }

    [Fact]
    public async Task Links_stay_in_the_view_or_go_to_another_one()
    {
        await _page.Element("a", "Page 2").Click();
        Assert.Equal("/core?page=2", _page.Uri.PathAndQuery);

        Assert.Equal("replace", _page.Element("a", "Elsewhere")["data-phx-link-state"]);
        await _page.Element("a", "Elsewhere").Click();
        Assert.Equal("navigate to \"/core?again\", replacing", (await _page.AssertNavigate("/core?again")).ToString());
    }

    [Fact]
    public void A_focus_wrap_has_an_end_on_each_side()
    {
        Assert.Equal(
            "<div id=\"w\" phx-hook=\"Phoenix.FocusWrap\" class=\"box\"><div id=\"w-start\" tabindex=\"0\" aria-hidden=\"true\"></div><p>in</p><div id=\"w-end\" tabindex=\"0\" aria-hidden=\"true\"></div></div>",
            FocusWrap("w", $"<p>in</p>", Attrs.Of(("class", "box"))).ToString().Trim());
    }

    [Fact]
    public void Tabs_show_one_panel()
    {
        Assert.Equal(["One", "Two"], _page.Texts("#tabs [role=tab]"));
        Assert.Equal(["second"], _page.Texts("#tabs [role=tabpanel]:not([hidden])"));
        Assert.Equal("true", _page.Element("#tabs-tab-1")["aria-selected"]);
        Assert.Equal("false", _page.Element("#tabs-tab-0")["aria-selected"]);
        Assert.Equal(("-1", "0"), (_page.Element("#tabs-tab-0")["tabindex"], _page.Element("#tabs-tab-1")["tabindex"]));
    }

    [Fact]
    public void What_is_loaded_shows_its_last_value_or_why_there_is_none()
    {
        Html Show(AsyncResult<string> result) => AsyncContent(result, v => $"<b>{v}</b>", $"<i>wait</i>", reason => $"<u>{reason.Exception?.Message}</u>");
        var failure = ExitReason.Error(new InvalidOperationException("no luck"));

        Assert.Equal("<i>wait</i>", Show(AsyncResult<string>.Pending).ToString());
        Assert.Equal("<b>here</b>", Show(AsyncResult<string>.Ok("here")).ToString());
        Assert.Equal("<b>here</b>", Show(AsyncResult<string>.Ok("here").Reload()).ToString());
        Assert.Equal("<b>here</b>", Show(AsyncResult<string>.Ok("here").Fail(failure)).ToString());
        Assert.Equal("<u>no luck</u>", Show(AsyncResult<string>.Pending.Fail(failure)).ToString());
        Assert.Equal("", AsyncContent(AsyncResult<string>.Pending.Fail(failure), v => $"<b>{v}</b>").ToString());
    }

    [Fact]
    public void A_form_of_a_component_says_for_whom_its_events_are()
    {
        var form = LiveForm(new Form(new ParamsForm(Params.Empty, "search")), Js.Push(new EventRef("go")), null, f => $"<p></p>", target: "#part");

        Assert.Contains("phx-target=\"#part\"", form.ToString());
    }

    [Fact]
    public async Task An_entry_of_a_menu_runs_its_commands()
    {
        Assert.Equal("menu", _page.Element("#menu-button")["aria-haspopup"]);

        await _page.Element("#menu [role=menuitem]", "Warn").Click();

        Assert.True(_page.Has("#flash-group-error", "Careful"));
    }

    [Fact]
    public async Task The_style_is_served_beside_the_client_and_may_be_cached_for_ever()
    {
        var link = (await _app.Conn().Get("/core")).HtmlResponse();
        var at = link.IndexOf("/live/core-", StringComparison.Ordinal);
        var css = await _app.Conn().Get(link[at..link.IndexOf('"', at)]);

        Assert.Equal("text/css; charset=utf-8", css.Header("content-type"));
        Assert.Contains("immutable", css.Header("cache-control"));
        Assert.Contains("color-scheme: light dark", css.ResponseBody(200));
        Assert.Equal(404, (await _app.Conn().Get("/live/core-0000.css")).Status);
    }
}

public sealed class CoreEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<CoreRouter>();
}

public sealed class CoreRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Layout));

    protected override void Routes() => Scope("/", Browser, s => s.Live<CoreLive>("/core"));

    private static Html Layout(Conn conn, Html inner) => $"<html><head>{conn.CoreStylesheet()}</head><body>{inner}</body></html>";
}

public sealed partial class CoreLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private void Warn() => PutFlash("error", "Careful");

    protected override Html Render(int state) => $"""
        {FlashGroup(Flash)}
        {Header(Html.Text("Users"), actions: $"<a href=\"/new\">New</a>")}
        {Table<string, string>("users", ["Ada", "Grace"], u => u, [new("Name", u => $"{u}"), new("Length", u => $"{u.Length}")], u => $"<a href=\"/edit\">Edit {u}</a>", "People")}
        {PatchLink($"Page 2", "/core?page=2")}
        {NavigateLink($"Elsewhere", "/core?again", replace: true)}
        {Modal("edit", "Edit", $"<p>content</p>", onCancel: Js.Patch("/core"))}
        {Tabs("tabs", "Parts", [("One", Html.Text("first")), ("Two", Html.Text("second"))], selected: 1)}
        {Menu("menu", Html.Text("More"), ("Warn", Js.Push(On.Warn)), ("Hide", Js.Hide("#users")))}
        """;
}
