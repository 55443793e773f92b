using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Chapters;

/// <summary>A page with session, CSRF token, secure headers, a layout and ten rows, for somebody who comes again and for somebody new.</summary>
internal sealed class HtmlPages : IChapter
{
    private static readonly string[] Parts = ["csrf-token", "Hello, world &amp; co!", "<td>user10@example.com</td>", "<nav>"];

    private static readonly string[] Headers = ["referrer-policy", "content-security-policy", "x-content-type-options", "x-permitted-cross-domain-policies", "set-cookie"];

    public string Name => "html";

    public async Task Run(Session session)
    {
        foreach (var (title, returning) in new[] { ("HTML page", true), ("HTML page, first visit", false) })
        {
            var contest = new RequestContest(session, "/hello", [ServerPrograms.Zhar, ServerPrograms.Mvc], Check);
            await contest.Run(returning);
            if (returning)
                session.Add(contest.Goal(title, ServerPrograms.Mvc, 0.6));
            contest.Report(title);
        }
    }

    private static void Check(string body, string headers)
    {
        if (Parts.FirstOrDefault(part => !body.Contains(part, StringComparison.Ordinal)) is { } missing)
            throw new InvalidOperationException($"The page lacks '{missing}': {body}");
        if (Headers.FirstOrDefault(name => !headers.Contains(name, StringComparison.OrdinalIgnoreCase)) is { } absent)
            throw new InvalidOperationException($"The answer lacks the header '{absent}': {headers}");
    }
}
