using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Live.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Guides;

public sealed class GuideEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<GuideRouter>();
}

public sealed class GuideRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().PutRootLayout((_, inner) => $"<html><body>{inner}</body></html>"));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<FilmsLive>("/films");
        s.Live<PhotosLive>("/photos");
        s.Live<OtherWaysLive>("/other");
    });
}

/// <summary>The guides' code does what they say.</summary>
public sealed class GuideTests : IAsyncLifetime
{
    private readonly Votes _votes = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("photos");
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<GuideEndpoint>(services: s => s
        .AddSingleton(_votes).AddSingleton(new PhotoFolder(_folder.FullName)).AddSingleton<Func<string, Uri>>(static name => new Uri("https://store.example/" + name)));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Films_get_votes()
    {
        var page = await _app.Conn().Live("/films");
        var reads = _votes.Reads;

        await page.Element("#rating-8 button").Click();
        await page.WaitFor(static html => html.Contains("<p class=\"last\">Solaris</p>", StringComparison.Ordinal));
        Renames.Rename(page.Pid);
        await page.WaitFor(static html => html.Contains("SOLARIS", StringComparison.Ordinal));

        Assert.Equal("1", page.Element("#rating-8 output").Text);
        Assert.Contains("Stalker (1979)", page.Text, StringComparison.Ordinal);
        Assert.Equal(2, reads); // both films at once, for each render
    }

    [Fact]
    public async Task Photos_are_saved()
    {
        var page = await _app.Conn().Live("/photos");
        await page.FileInput("#photos", "photos", new LiveTestFile("me.png", new byte[200_000], "image/png")).Upload("me.png");

        await page.Form("#photos").Submit();

        Assert.Equal(200_000, Assert.Single(_folder.GetFiles("*.png")).Length);
        Assert.Single(page.Texts("li"));
    }

    [Fact]
    public async Task A_sum_is_made_as_a_file_comes()
    {
        var page = await _app.Conn().Live("/other");

        await page.FileInput("#other", "sums", new LiveTestFile("abc", "abc")).Upload("abc");

        Assert.Equal("abc: BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", page.Element("pre").Text);
    }
}
