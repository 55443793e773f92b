using Zhar.Benchmarks.Children;

namespace Zhar.Benchmarks.Chapters;

/// <summary>A ping beside 100 processes that block their threads.</summary>
internal sealed class Sleepers : IChapter
{
    public string Name => "sleepers";

    public async Task Run(Session session)
    {
        var figures = await Child.Run("sleepers", TimeSpan.FromSeconds(40), session.Options.Quick ? "2" : "5");
        session.Add(new Row("100 sleepers: delivered", figures["delivered"] * 100, "%", null, "", "100 %", figures["delivered"] >= 1));
        session.Add(Row.Report("100 sleepers: steady ping p50", figures["steady_p50_ms"], "ms"));
        session.Add(Row.Absolute("100 sleepers: steady ping p99", figures["steady_p99_ms"], "ms", 2));
        session.Add(Row.Absolute("100 sleepers: worst ping in the burst", figures["burst_max_ms"], "ms", 50));
    }
}
