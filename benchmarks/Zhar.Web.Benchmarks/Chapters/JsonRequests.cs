using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Chapters;

/// <summary>A small object as JSON, with each framework's default way.</summary>
internal sealed class JsonRequests : IChapter
{
    public string Name => "json";

    public async Task Run(Session session)
    {
        var contest = new RequestContest(session, "/api/hello", [ServerPrograms.Zhar, ServerPrograms.Minimal, ServerPrograms.Mvc, ServerPrograms.FastEndpoints], static (body, _) =>
        {
            if (body != """{"message":"hello","id":42,"tags":["a","b","c"]}""")
                throw new InvalidOperationException("Another answer than the others': " + body);
        });
        await contest.Run();
        session.Add(contest.Goal("JSON", ServerPrograms.Minimal, 1.10));
        contest.Report("JSON");
    }
}
