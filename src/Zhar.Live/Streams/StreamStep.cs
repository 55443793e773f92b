namespace Zhar.Live;

/// <summary>What a step does to a stream.</summary>
internal enum StreamStepKind
{
    Insert,
    Delete,
    Reset,
}

/// <summary>One change of a stream that the page has not been sent. Once it is, it gives up its item.</summary>
internal sealed class StreamStep<T>(string domId, T? item, int at, int? limit, bool updateOnly)
{
    internal StreamStepKind Kind { get; private init; }

    internal string DomId => domId;

    internal T? Item { get; private set; } = item;

    internal int At => at;

    internal int? Limit => limit;

    internal bool UpdateOnly => updateOnly;

    internal bool IsSent { get; private set; }

    internal static StreamStep<T> Delete(string domId) => new(domId, default, -1, null, false) { Kind = StreamStepKind.Delete };

    internal static StreamStep<T> Reset() => new("", default, -1, null, false) { Kind = StreamStepKind.Reset };

    internal void Sent()
    {
        IsSent = true;
        Item = default;
    }
}
