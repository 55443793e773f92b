using System.Diagnostics;
using Zhar.Benchmarks;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Data.Benchmarks.Chapters;

/// <summary>A form of ten fields becomes a changeset that five validators look at. No database.</summary>
internal sealed class Casting : IChapter
{
    private const string Candidate = "cast";

    public string Name => "changeset";

    public async Task Run(Session session)
    {
        var person = new Person();
        var form = Params.FromForm(
        [
            new("first_name", "Ann"), new("last_name", "Example"), new("email", "ann@example.org"), new("street", "High Street 1"), new("city", "Cork"),
            new("country", "Ireland"), new("age", "41"), new("income", "1234.50"), new("subscribed", "true"), new("born_on", "1984-05-06"),
        ]);
        var made = Person.Changeset(person, form);
        if (!made.IsValid || made.Changes.Count != 10)
            throw new InvalidOperationException($"The form has {made.Changes.Count} changes instead of 10, and {made.Errors.Count} errors.");

        // A cast is many short methods, and the last tier of the compiler comes to them one after the other, in the background: under load that takes longer than the usual warm-up.
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(2);)
            Person.Changeset(person, form);

        var contest = new Contest(session, withLimits: false).Add(Candidate, n =>
        {
            for (var i = 0; i < n; i++)
            {
                if (!Person.Changeset(person, form).IsValid)
                    throw new InvalidOperationException("The form is valid.");
            }

            return Task.CompletedTask;
        });
        await contest.Run();
        session.Add(Row.Absolute("changeset, 10 fields cast and 5 validators", contest[Candidate].Least / 1000, "us", 3));
        session.Add(Row.Absolute("changeset, 10 fields cast and 5 validators, bytes", contest[Candidate].Bytes / 1024, "KB", 3));
    }
}
