using Zhar.Benchmarks.Children;

namespace Zhar.Benchmarks.Chapters;

/// <summary>A ping beside 200 processes that always have a message waiting.</summary>
internal sealed class Flooding : IChapter
{
    public string Name => "flooding";

    public async Task Run(Session session)
    {
        var figures = await Child.Run("flood", TimeSpan.FromSeconds(40), session.Options.Quick ? "2" : "5");
        session.Add(new Row("200 flooding processes: delivered", figures["delivered"] * 100, "%", null, "", "100 %", figures["delivered"] >= 1));
        session.Add(Row.Report("200 flooding processes: ping p50", figures["p50_ms"], "ms"));
        session.Add(Row.Absolute("200 flooding processes: ping p99", figures["p99_ms"], "ms", 1));
    }
}
