using System.Text.Json;
using System.Text.RegularExpressions;
using Blog;
using BlogWeb;
using Zhar.Web.Testing;

namespace Zhar.Web.Samples.Tests;

/// <summary>Base of tests of the blog: each has a blog of its own, with an empty file as its database and an inbox for its emails.</summary>
public abstract partial class BlogCase : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-blog-").FullName;

    /// <summary>The running blog.</summary>
    protected ConnTest App { get; private set; } = null!; // set before any test

    public async ValueTask InitializeAsync() => App = await ConnTest.Start<Application, Endpoint>(
    [
        new("DATABASE_URL", $"sqlite:{Path.Combine(_folder, "blog.db")}"),
        new("Mailer:Adapter", "Test"),
        new("Mailer:From", "blog@example.org"),
        new("Blog:Owner", "owner@example.org"),
    ]);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Sends the form of a page as a browser does: with the token of that page.</summary>
    protected static async Task<TestConn> Send(TestConn browser, string page, string action, Params form, string? method = null)
    {
        var shown = await browser.Get(page);
        var sent = form.With("_csrf_token", Token().Match(shown.HtmlResponse()).Groups[1].Value);
        return await shown.Post(action, method is null ? sent : sent.With("_method", method));
    }

    protected static JsonElement Json(TestConn conn)
    {
        using var document = JsonDocument.Parse(conn.Body);
        return document.RootElement.Clone();
    }

    [GeneratedRegex("name=\"_csrf_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
