using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Chapters;

/// <summary>Ten rows of a database as JSON: Zhar's repo beside EF Core, on the same file of SQLite.</summary>
internal sealed class DatabaseRequests : IChapter
{
    public string Name => "database";

    public async Task Run(Session session)
    {
        var folder = Directory.CreateTempSubdirectory("zhar-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "users.db");
            await UserDatabase.Create(file);
            Environment.SetEnvironmentVariable(UserDatabase.Variable, file); // the servers inherit it
            var contest = new RequestContest(session, "/api/users", [ServerPrograms.Zhar, ServerPrograms.Minimal, ServerPrograms.Mvc, ServerPrograms.FastEndpoints], static (body, _) =>
            {
                if (!body.StartsWith("""{"users":[{"id":1,"name":"User 1","email":"user1@example.com"}""", StringComparison.Ordinal) || !body.EndsWith("""{"id":10,"name":"User 10","email":"user10@example.com"}]}""", StringComparison.Ordinal))
                    throw new InvalidOperationException("Another answer than the others': " + body);
            });
            await contest.Run();
            session.Add(contest.Goal("JSON from the database", ServerPrograms.Minimal, 1));
            contest.Report("JSON from the database");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
