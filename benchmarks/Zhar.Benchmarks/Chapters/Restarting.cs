namespace Zhar.Benchmarks.Chapters;

/// <summary>A child that crashes by an exception, and its next incarnation.</summary>
internal sealed class Restarting : IChapter
{
    public string Name => "restarting";

    public Task Run(Session session)
    {
        session.Add(Row.Missing("crash + supervisor restart", "<= 20 us"));
        return Task.CompletedTask;
    }
}
