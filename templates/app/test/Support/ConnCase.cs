#if (html)
using System.Text.RegularExpressions;
using Zhar;
#endif
using Zhar.Web.Testing;

namespace MyApp.Tests;

/// <summary>Base of tests that send requests.</summary>
#if (ecto)
public abstract partial class ConnCase(TestApp app) : DataCase(app)
{
#else
public abstract partial class ConnCase(TestApp app)
{
    /// <summary>The running application.</summary>
    protected ConnTest App { get; } = app.App;

#endif
    /// <summary>A new browser: no cookies, no headers.</summary>
    protected TestConn Conn() => App.Conn();
#if (html)

    /// <summary>Sends the form of a page as a browser does: with the token of that page.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="page">The page that has the form.</param>
    /// <param name="action">Where the form is sent.</param>
    /// <param name="form">What is filled in.</param>
    /// <param name="method">put, patch or delete in place of post.</param>
    protected static async Task<TestConn> SendForm(TestConn browser, string page, string action, Params form, string? method = null)
    {
        var shown = await browser.Get(page);
        var sent = form.With("_csrf_token", Token().Match(shown.HtmlResponse()).Groups[1].Value);
        return await shown.Post(action, method is null ? sent : sent.With("_method", method));
    }

    [GeneratedRegex("name=\"_csrf_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
#endif
}
