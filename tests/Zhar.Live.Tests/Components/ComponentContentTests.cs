using Zhar.Live.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Components;

/// <summary>Lists, streams and elements with computed names, in components and around them.</summary>
public sealed class ComponentContentTests : IAsyncLifetime
{
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<ContentEndpoint>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Lists_and_streams_of_a_component_are_written_as_the_client_reads_them()
    {
        var page = await _app.Conn().Live("/content");
        Assert.Equal(["1", "2"], page.Texts("#list i"));
        Assert.Equal(["1", "2"], page.Texts("#stream i"));

        await page.Element("#add").Click();

        Assert.Equal(["1", "2", "3"], page.Texts("#list i"));
        Assert.Equal(["1", "2", "3"], page.Texts("#stream i"));
    }

    [Fact]
    public async Task An_element_with_a_computed_name_is_live_inside()
    {
        var page = await _app.Conn().Live("/content");

        await page.Element("#add").Click();

        Assert.True(page.Has("article #part"));
        Assert.Equal(["1", "2", "3"], page.Texts("article #stream i"));
    }

    [Fact]
    public async Task What_a_component_was_sent_outlives_a_render_of_the_view_that_says_the_same_again()
    {
        var page = await _app.Conn().Live("/content");
        await page.Element("#send").Click();
        await page.WaitFor(html => html.Contains("<b>sent</b>", StringComparison.Ordinal));

        await page.Element("#again").Click();
        Assert.Equal("sent", page.Element("#part b").Text);
        Assert.Equal("1", page.Element("#count").Text);
        await page.Element("#rename").Click();
        Assert.Equal("renamed", page.Element("#part b").Text);
    }
}

public sealed class ContentEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<ContentRouter>();
}

public sealed class ContentRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().PutRootLayout((_, inner) => $"<html><body>{inner}</body></html>"));

    protected override void Routes() => Scope("/", Browser, s => s.Live<ContentLive>("/content"));
}

/// <summary>A component in an element whose name is computed.</summary>
public sealed partial class ContentLive : LiveView<ContentLive.Assigns>
{
    public sealed record Assigns(string Name, int Count = 0);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns("first"));

    [Event] private void Again() => State = State with { Count = State.Count + 1 };

    [Event] private void Rename() => State = State with { Name = "renamed" };

    [Event] private void Send() => ContentPart.SendUpdate("part", new("sent"));

    protected override Html Render(Assigns a) => $"""
        <button id="again" phx-click="{On.Again}">Again</button><button id="rename" phx-click="{On.Rename}">Rename</button><button id="send" phx-click="{On.Send}">Send</button>
        <p id="count">{a.Count}</p>
        {Html.Tag("article", null, ContentPart.Component("part", new(a.Name)))}
        """;
}

/// <summary>A list and a stream.</summary>
public sealed partial class ContentPart : LiveComponent<ContentPart.Props, ContentPart.Assigns>
{
    public sealed record Props(string Name);

    public sealed record Assigns(int Count, LiveStream<int> Items);

    protected override ValueTask<Assigns> Mount(Props props) => new(new Assigns(2, LiveStream<int>.Create("items").InsertAll([1, 2], i => i)));

    [Event] private void Add() => State = new(State.Count + 1, State.Items.Insert(State.Count + 1, State.Count + 1));

    protected override Html Render(Assigns a) => $"""
        <div id="part">
          <b>{Given.Name}</b>
          <button id="add" phx-click="{On.Add}" phx-target="{Myself}">Add</button>
          <p id="list">{Each(Enumerable.Range(1, a.Count), i => i, i => $"<i>{i}</i>")}</p>
          {Html.Tag("ul", Attrs.Of(("id", "stream"), ("phx-update", "stream")), a.Items.Each((id, i) => $"<li id=\"{id}\">{When(i > 0, () => $"<i>{i}</i>")}</li>"))}
        </div>
        """;
}
