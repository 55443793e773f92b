namespace Zhar.Benchmarks;

/// <summary>A group of rows that are measured together, so that they can be compared.</summary>
internal interface IChapter
{
    string Name { get; }

    Task Run(Session session);
}
