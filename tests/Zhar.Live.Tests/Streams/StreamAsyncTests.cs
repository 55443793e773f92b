using Microsoft.Extensions.DependencyInjection;
using Zhar.Live.Testing;
using Zhar.Web;
using Zhar.Web.Testing;
using static Zhar.Live.CoreComponents;

namespace Zhar.Live.Tests.Streams;

/// <summary>Items that are loaded beside the page and put into a stream.</summary>
public sealed class StreamAsyncTests : IAsyncLifetime
{
    private readonly Loads _loads = new();
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<LoadedEndpoint>(services: s => s.AddSingleton(_loads));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("/loaded")]
    [InlineData("/loaded-component")]
    public async Task The_items_come_when_they_are_there(string path)
    {
        await using var page = await _app.Conn().Live(path);
        Assert.Contains("loading", page.DeadHtml, StringComparison.Ordinal);
        Assert.Equal("loading", page.Element("#status").Text);

        _loads.Answer("one", "two");
        await page.RenderAsync();

        Assert.Equal("there", page.Element("#status").Text);
        Assert.Equal(["one", "two"], page.Texts("#posts li"));
    }

    [Theory]
    [InlineData("/loaded")]
    [InlineData("/loaded-component")]
    public async Task A_load_that_fails_leaves_the_items_and_says_so(string path)
    {
        await using var page = await _app.Conn().Live(path);
        _loads.Answer("one");
        await page.RenderAsync();

        await page.Element("button").Click();
        Assert.Equal("there", page.Element("#status").Text);
        _loads.Fail();
        await page.RenderAsync();

        Assert.Equal("there and failed", page.Element("#status").Text);
        Assert.Equal(["one"], page.Texts("#posts li"));
    }

    [Fact]
    public async Task A_second_load_replaces_the_first_and_may_begin_anew()
    {
        await using var page = await _app.Conn().Live("/loaded");
        var first = _loads.Next;
        await page.Element("button").Click();
        _loads.Answer("second");
        await page.RenderAsync();
        first.TrySetResult(["first"]);

        await page.Element("button").Click();
        _loads.Answer("third");
        await page.RenderAsync();

        Assert.Equal(["third"], page.Texts("#posts li"));
    }

    /// <summary>What the pages wait for.</summary>
    public sealed class Loads
    {
        private TaskCompletionSource<string[]> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<string[]> Next => Volatile.Read(ref _next);

        public void Answer(params string[] items) => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult(items);

        public void Fail() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetException(new InvalidOperationException("no items today"));
    }
}

public sealed class LoadedEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<LoadedRouter>();
}

public sealed class LoadedRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout((conn, inner) => $"<html><head>{conn.LiveTitle("Loaded")}</head><body>{inner}</body></html>"));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<LoadedLive>("/loaded");
        s.Live<LoadedAroundLive>("/loaded-component");
    });
}

public sealed partial class LoadedLive(StreamAsyncTests.Loads loads) : LiveView<LoadedLive.Assigns>
{
    public sealed record Assigns(LiveStream<string> Posts, AsyncResult<bool> Status);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(LiveStream<string>.Create("posts"), AsyncResult<bool>.Pending));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        Load();
        return default;
    }

    [Event]
    private void Load()
    {
        var next = loads.Next;
        StreamAsync(token => next.Task.WaitAsync(token), State.Status, static (s, status) => s with { Status = status }, static (s, posts) => s with { Posts = s.Posts.Reset().InsertAll(posts, static p => p) });
    }

    internal static Html Show(LiveStream<string> posts, AsyncResult<bool> status) => $"""
        <p id="status">{AsyncContent(status, _ => $"there", $"loading")}{Markup.When(status.IsFailed, () => $" and failed")}</p>
        <ul id="posts" phx-update="stream">{posts.Each((id, p) => $"<li id=\"{id}\">{p}</li>")}</ul>
        """;

    protected override Html Render(Assigns a) => $"<button phx-click=\"{On.Load}\">load</button>{Show(a.Posts, a.Status)}";
}

public sealed partial class LoadedAroundLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<div>{LoadedComponent.Component("loaded")}</div>";
}

public sealed partial class LoadedComponent(StreamAsyncTests.Loads loads) : LiveComponent<LoadedLive.Assigns>
{
    protected override ValueTask<LoadedLive.Assigns> Mount() => new(new LoadedLive.Assigns(LiveStream<string>.Create("posts"), AsyncResult<bool>.Pending));

    protected override ValueTask Update(NoProps props)
    {
        Load();
        return default;
    }

    [Event]
    private void Load()
    {
        var next = loads.Next;
        StreamAsync(token => next.Task.WaitAsync(token), State.Status, static (s, status) => s with { Status = status }, static (s, posts) => s with { Posts = s.Posts.Reset().InsertAll(posts, static p => p) });
    }

    protected override Html Render(LoadedLive.Assigns a) => $"<div id=\"{Id}\"><button phx-click=\"{On.Load}\" phx-target=\"{Myself}\">load</button>{LoadedLive.Show(a.Posts, a.Status)}</div>";
}
