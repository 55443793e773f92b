using System.Text.RegularExpressions;
using Showcase;
using ShowcaseWeb;
using Zhar.Live.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Showcase.Tests;

/// <summary>Base of tests of the showcase: each has one of its own, with an empty file as its database.</summary>
public abstract partial class ShowcaseCase : IAsyncLifetime
{
    /// <summary>Somebody whom the showcase knows in development.</summary>
    protected const string Ada = "Ada Lovelace";

    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-showcase-").FullName;

    /// <summary>The running showcase.</summary>
    protected ConnTest App { get; private set; } = null!; // set before any test

    public async ValueTask InitializeAsync() => App = await Start();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends the showcase and starts it again on the same database.</summary>
    protected async Task Restart()
    {
        await App.DisposeAsync();
        App = await Start();
    }

    /// <summary>A browser in which nobody is logged in.</summary>
    protected TestConn Browser() => App.Conn();

    /// <summary>A browser in which somebody has signed up.</summary>
    protected async Task<TestConn> SignedUp(string name = "Grace Murray", string email = "murray@example.org") =>
        await (await Send(Browser(), "/signup", "/signup", Params.Of(("user", Params.Of(("name", name), ("email", email), ("password", "a long password")))))).FollowRedirect();

    /// <summary>Sends the form of a page as a browser does: with the token of that page.</summary>
    protected static async Task<TestConn> Send(TestConn browser, string page, string action, Params form, string? method = null)
    {
        var shown = await browser.Get(page);
        var sent = form.With("_csrf_token", Token().Match(shown.HtmlResponse()).Groups[1].Value);
        return await shown.Post(action, method is null ? sent : sent.With("_method", method));
    }

    /// <summary>A live page in a browser of its own.</summary>
    protected Task<LiveTestView> Live(string path) => Browser().Live(path);

    private Task<ConnTest> Start() => ConnTest.Start<Application, Endpoint>(
    [
        new("DATABASE_URL", $"sqlite:{Path.Combine(_folder, "showcase.db")}"),
        new("Showcase:Migrate", "true"),
    ]);

    [GeneratedRegex("name=\"(?:csrf-token|_csrf_token)\" (?:content|value)=\"([^\"]+)\"")]
    private static partial Regex Token();
}
