using System.Globalization;
using Zhar.Benchmarks.Showcase.Clients;
using Zhar.Benchmarks.Showcase.Servers;
using Zhar.Benchmarks.Web.Clients;

namespace Zhar.Benchmarks.Showcase.Chapters;

/// <summary>Five hundred users for a minute, while a process keeps one of the server's processors busy all the time: nothing fails, nothing waits, nothing grows.</summary>
internal sealed class FiveHundredUsers : IChapter
{
    private const double Megabyte = 1_000_000;

    public string Name => "users";

    public async Task Run(Session session)
    {
        var quick = session.Options.Quick;
        var (users, time) = quick ? (100, TimeSpan.FromSeconds(10)) : (500, TimeSpan.FromSeconds(60));
        using var server = await ShowcaseServer.Start();
        using var client = ClientProcess.Start();
        var empty = await server.HeapBytes();
        await client.Ask(TimeSpan.FromMinutes(2), "open", Text(server.Port), Text(users));
        await Act("warm", quick ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(20)); // past tiered compilation
        var (heap, resident, used) = (await server.HeapBytes(), server.ResidentBytes, server.ProcessorTime);

        var figures = await Act("hogs", time);

        var (processor, residentAfter) = (server.ProcessorTime - used, server.ResidentBytes);
        var heapAfter = await server.HeapBytes();
        await client.Ask(TimeSpan.FromSeconds(30), "leave");
        await Task.Delay(TimeSpan.FromSeconds(2)); // their connections are closed, and then their processes end
        var left = await server.HeapBytes();

        var who = $"{users} users, {time.TotalSeconds:0} s, a processor kept busy";
        session.Add(Row.Absolute($"failed requests, joins and events of {Row.Number(figures.Requests)}; {who}", figures.Failed, "", 0));
        session.Add(Row.Absolute("an event until its answer, 99 of 100 within", figures.WorstPercent, "ms", 50));
        session.Add(Row.Report("an event until its answer, median", figures.Median, "ms"));
        session.Add(Row.Report("counting up, 99 of 100 within", figures.ClickWorstPercent, "ms"));
        session.Add(Row.Report("saying something, stored in SQLite, 99 of 100 within", figures.SayingWorstPercent, "ms"));
        session.Add(Row.Report("the slowest event", figures.Worst, "ms"));
        session.Add(Row.Report("events a second", figures.Events / time.TotalSeconds, "1/s"));
        session.Add(Row.Report("changes a second that the others' pages were sent", figures.Deliveries / time.TotalSeconds, "1/s"));
        session.Add(Row.Report("processors used by the server, one of them by the busy process", processor / time, ""));
        session.Add(Row.Relative("heap after full collections, at the end", heapAfter / Megabyte, "MB", heap / Megabyte, "before the minute", 1.1));
        session.Add(Row.Relative("resident memory, at the end", residentAfter / Megabyte, "MB", resident / Megabyte, "before the minute", 1.15));
        session.Add(Row.Report("heap after full collections, when all have left", left / Megabyte, "MB", string.Create(CultureInfo.InvariantCulture, $"before they came = {Row.Number(empty / Megabyte)} MB")));
        session.Add(Row.Absolute("warnings and errors in the log", server.Complaints.Count, "", 0));
        foreach (var complaint in server.Complaints.Take(5))
            Session.Say(complaint);

        async Task<Crowd.Figures> Act(string how, TimeSpan duration) =>
            Crowd.Figures.Of(await client.Ask(duration + TimeSpan.FromSeconds(60), "act", Text((int)duration.TotalMilliseconds), how));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
